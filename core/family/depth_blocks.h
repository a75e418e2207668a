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
    std::vector<LayerBlock> blocks;        ///< in order; one where depth has no blocks, none without layers
    double share = 0.0;                    ///< `sum over blocks of lambda_max(C_block) / n`
    std::vector<double> coherence;         ///< the largest of 1, 2, ... blocks, see depthBlocks()
    std::vector<double> coherenceByChance; ///< its mean over the orders, this one and the shuffled
};

/// The `count` contiguous blocks, at most as many as layers, with the largest share, exactly, by dynamic
/// programming over all blocks. Of equals the earlier borders. Some n^4 floating-point operations: 1 ms for
/// 36 layers, 0.1 s for 126. `coherence` stays empty. After a stop request the result must be dropped.
[[nodiscard]] DepthBlocks bestBlocks(const CosineMatrix& cosines, int count,
                                     const std::stop_token& stop = {});

/// The blocks of bestBlocks(), as many as the order of the layers warrants.
///
/// How many is decided by a block's coherence, its eigenvalues' mean weighted by themselves: `sum lambda^2 /
/// sum lambda = sum C^2 / trace C`. It is lambda_max where the block is one operator, never more than that,
/// and prefix sums give it for every block at once. The excess of the true order's best coherence over the
/// mean of all orders, per layer, grows with each true border and shrinks beyond: the count is where that
/// excess is largest. It is one unless that excess is larger than the largest of each of the 19 shuffled
/// orders, which chance alone achieves for one head in twenty. So 2 layers and most of 3 have one block.
/// Seeded. O(20 n^2 kMostBlocks): a millisecond for 126 layers; where there is more than one block,
/// bestBlocks() too.
[[nodiscard]] DepthBlocks depthBlocks(const CosineMatrix& cosines, const std::stop_token& stop = {});

} // namespace sextant::family
