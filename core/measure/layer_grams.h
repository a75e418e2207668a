// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checkpoint/attention_weights.h"
#include "core/measure/measure_plan.h"
#include "core/measure/measured_numbers.h"

#include <stop_token>
#include <vector>

namespace sextant::measure {

/// In which numbers the long products of a group are made.
enum class ProductPrecision { Single, Double };

/// Pairs of layers with a larger cosine are made in doubles.
inline constexpr double kLargestCosineInFloats = 0.2;

/// Chooses it for a group whose spectra are stored in `numbers`. The gram of a pair is `sum(S_Q .* S_K)`; how
/// far it is off in floats, as a share of `||g_l|| ||g_m||`, depends on two things.
///
/// Magnification, when much cancels in that sum: seen in the cancellation of the two layers. So the gram is
/// made both ways for the pairs of layers with the largest, at least four pairs a group, and one that differs
/// by more than 1e-7, a tenth of what is promised, sends the whole group to doubles.
///
/// Bias, when the terms of the dot products repeat and are of one sign, above all in the products of a row
/// with itself: of weights with 8 significant bits, rounding errors then add up to 1e-6. That takes layers
/// whose weights are nearly the same; layerGrams() makes the gram of such a pair in doubles whatever is
/// chosen here.
///
/// Models so small that doubles cost nothing use them always. Cost: a few products of r x r x d.
ProductPrecision choosePrecision(const checkpoint::AttentionWeights& weights, const MeasurePlan& plan,
                                 int group, const MeasuredNumbers& numbers, int threads);

/// `gram[h][l][m] = sum((W_Q,l W_Q,m^T) .* (W_K,l W_K,m^T))` for the heads of the task's group, l in its
/// first and m in its second range: [heads of the group, first, second]. Where the two ranges are one only l
/// > m is computed, the rest is 0. In single precision, a pair whose cosine (by the norms in the diagonal of
/// `grams`) exceeds 0.2 is made in doubles. Memory: two panels of a range's rows and two of their products.
/// Incomplete after a stop request.
std::vector<double> layerGrams(const checkpoint::AttentionWeights& weights, const MeasurePlan& plan,
                               const MeasureTask& task, ProductPrecision precision,
                               const artifact::LayerPairTable& grams, const std::stop_token& stop);

} // namespace sextant::measure
