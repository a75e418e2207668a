// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/indices.h"
#include "core/checkpoint/attention_weights.h"

namespace sextant::operators {

/// Two layers of the model and one query head with its key head.
struct LayerPair {
    LayerIndex first;
    LayerIndex second;
    HeadIndex head;
    int keyHead = 0;
};

/// `<g_first, g_second>_F` of one pair alone, products in floats or in doubles. O(r^2 d).
[[nodiscard]] double pairGramInFloats(const checkpoint::AttentionWeights& weights, const LayerPair& pair);
[[nodiscard]] double pairGramInDoubles(const checkpoint::AttentionWeights& weights, const LayerPair& pair);

/// `sum(a .* b)` of two [size, size] blocks of matrices with `stride` elements per row, summed in doubles.
[[nodiscard]] double blockInnerProduct(const float* a, const float* b, int size, int stride);
[[nodiscard]] double blockInnerProduct(const double* a, const double* b, int size, int stride);

} // namespace sextant::operators
