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

/// The pairs of layers from two lists, for the query heads that share a key head. The rows of a list are
/// stacked and multiplied at once.
struct GramTask {
    int keyHead = 0;
    std::vector<HeadIndex> heads; ///< query heads of the model
    std::vector<LayerIndex> first;
    std::vector<LayerIndex> second; ///< disjoint from `first`, or the same list
    ProductPrecision precision = ProductPrecision::Double;
    std::vector<double> firstNorms;  ///< `||g||_F` [heads, first], for Single only
    std::vector<double> secondNorms; ///< `||g||_F` [heads, second], for Single only

    [[nodiscard]] bool isOneList() const { return first.front() == second.front(); }
};

/// `gram[h][l][m] = sum((W_Q,l W_Q,m^T) .* (W_K,l W_K,m^T))`: [heads, first, second]. Where both lists are
/// the same, only places after their diagonal (l > m) are computed, the rest is 0. In single precision, a
/// pair whose cosine exceeds kLargestCosineInFloats is computed again in doubles. A pure function.
///
/// Errs with Inconsistent when a product is not finite, with Cancelled soon after a stop request.
[[nodiscard]] Result<std::vector<double>> layerGrams(const checkpoint::AttentionWeights& weights,
                                                     const GramTask& task, const std::stop_token& stop);

/// An upper estimate of the memory that layerGrams() takes, in bytes: two panels of a list's rows and two of
/// their products.
[[nodiscard]] std::uint64_t workspaceOf(const GramTask& task, const checkpoint::AttentionShape& shape);

} // namespace sextant::operators
