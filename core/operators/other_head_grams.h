// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/indices.h"
#include "core/checkpoint/attention_weights.h"
#include "core/operators/product_precision.h"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace sextant::operators {

/// Two query heads of the model with their key heads, the one taken from the first layer of a pair, the other
/// from the second.
struct HeadSample {
    HeadIndex first;
    int firstKey = 0;
    HeadIndex second;
    int secondKey = 0;
    double scale = 0.0; ///< `||g_first|| ||g_second||`, for Single only
};

/// Some heads of one layer with other heads of another.
struct OtherHeadTask {
    LayerIndex first;
    LayerIndex second;
    std::vector<HeadSample> samples;
    ProductPrecision precision = ProductPrecision::Double;
};

/// `sum((W_Q,l,h W_Q,m,h'^T) .* (W_K,l W_K,m^T))` of each sample, in their order. Samples in a row with the
/// same two key heads share the product of these. In single precision, a sample whose cosine exceeds
/// kLargestCosineInFloats is computed again in doubles. A pure function. O(r^2 d) per sample.
///
/// Errs with Inconsistent when a product is not finite, with Cancelled soon after a stop request.
[[nodiscard]] Result<std::vector<double>> otherHeadGrams(const checkpoint::AttentionWeights& weights,
                                                         const OtherHeadTask& task,
                                                         const std::stop_token& stop);

/// An upper estimate of the memory that otherHeadGrams() takes, in bytes, however many samples there are.
[[nodiscard]] std::uint64_t workspaceOf(const OtherHeadTask& task, const checkpoint::AttentionShape& shape);

} // namespace sextant::operators
