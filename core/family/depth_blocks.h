// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/family/cosine_matrix.h"

#include <stop_token>
#include <vector>

namespace sextant::family {

/// Layers in sequence, both ends included.
struct LayerBlock {
    LayerIndex first;
    LayerIndex last;

    friend bool operator==(const LayerBlock&, const LayerBlock&) = default;
};

/// More blocks than this are not looked for.
inline constexpr int kMostBlocks = 16;
/// Orders of the layers that the blocks are compared with.
inline constexpr int kShuffledOrders = 19;

/// The depth of a model in blocks of layers that are each nearly one operator.
struct DepthBlocks {
    std::vector<LayerBlock> blocks;      ///< in order; one where depth has no blocks, none without layers
    double share = 0.0;                  ///< `sum over blocks of lambda_max(C_block) / n`
    std::vector<double> shareByCount;    ///< the largest such share of 1, 2, ... blocks
    std::vector<double> shuffledByCount; ///< its mean over the orders, this one and the shuffled
};

/// For every number of blocks up to kMostBlocks the contiguous ones with the largest share, exactly, by
/// dynamic programming over all blocks. What the order gains over shuffled orders grows with each true
/// border and shrinks beyond; the number of blocks is where it is largest, and one unless that gain is larger
/// than the largest gain of every one of 19 shuffled orders, which one head in twenty reaches by chance. So 2
/// layers and most of 3 have one block. Seeded. Some 10 n^4 floating-point operations for the 20 orders: 10
/// ms for 36 layers, a second for 126. After a stop request the result is incomplete and must be dropped.
[[nodiscard]] DepthBlocks depthBlocks(const CosineMatrix& cosines, const std::stop_token& stop = {});

} // namespace sextant::family
