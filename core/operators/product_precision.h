// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/checkpoint/attention_weights.h"
#include "core/operators/pair_gram.h"

#include <cstdint>
#include <stop_token>

namespace sextant::operators {

/// The precision of the long products of a group.
///
/// The gram of a pair is `sum(S_Q .* S_K)`; how far it is off in floats, as a share of `||g_l|| ||g_m||`,
/// depends on two effects.
///
/// Magnification, when much cancels in that sum: seen in the cancellation of the two layers. So the
/// gram is computed both ways for the pairs of layers with the largest cancellation, at least four pairs per
/// group; if any differs by more than 1e-7, a tenth of what is promised, the whole group uses doubles.
///
/// Bias, when the terms of the dot products repeat and are of one sign, above all in the products of a row
/// with itself: of weights with 8 significant bits, rounding errors then add up to 1e-6. That takes layers
/// whose weights are nearly the same; layerGrams() computes the gram of such a pair in doubles whatever the
/// group uses.
enum class ProductPrecision { Single, Double };

/// Pairs of layers with a larger cosine are computed in doubles.
inline constexpr double kLargestCosineInFloats = 0.2;

/// A pair of layers on which single precision is tried.
struct PrecisionProbe {
    LayerPair pair;
    double scale = 0.0; ///< `||g_l|| ||g_m||`
};

/// True when the gram of the pair, computed both ways, shows that floats are accurate enough. Four products
/// of r x r x d. Errs with Cancelled soon after a stop request.
[[nodiscard]] Result<bool> isSafeInFloats(const checkpoint::AttentionWeights& weights,
                                          const PrecisionProbe& probe, const std::stop_token& stop);

/// True for models so small that doubles cost nothing; they need no probes.
[[nodiscard]] bool isCheapInDoubles(int layers, const checkpoint::AttentionShape& shape);

/// The memory that isSafeInFloats() takes, in bytes.
[[nodiscard]] std::uint64_t workspaceOf(const PrecisionProbe& probe, const checkpoint::AttentionShape& shape);

} // namespace sextant::operators
