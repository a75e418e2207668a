// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/angles/principal_angles.h"
#include "core/artifact/artifact.h"
#include "core/base/error.h"
#include "core/base/thread_budget.h"

#include <functional>
#include <stop_token>
#include <vector>

namespace sextant::angles {

/// Some heads of a layer and the same heads of an anchor, each of these compared with each of those.
struct HeadBlock {
    std::vector<HeadIndex> heads; ///< [n]
    std::vector<PrincipalAngles>
        values; ///< [n, n]: head of the layer, head of the anchor; NaN as in AngleRow

    [[nodiscard]] const PrincipalAngles& at(std::size_t ofLayer, std::size_t ofAnchor) const {
        return values[ofLayer * heads.size() + ofAnchor];
    }
};

/// The blocks of heads that are compared at a layer; none leaves the layer out.
using BlocksOfLayer = std::function<std::vector<std::vector<HeadIndex>>(LayerIndex)>;

/// Principal angles between different heads, as alignHeadWithAnchor() has those of one: the same spans, of
/// artifact::comparedDirections(), and as many angles as the smaller of two has dimensions. [L], the blocks
/// of each layer in their order. Works on the threads that `budget` has free, as many as there is memory for.
/// Errs with Cancelled after a stop request. With n heads in a block O(k^2 d + k^3) for each of its n^2
/// pairs; memory 8 H k d bytes, and 16 n k d for each thread.
[[nodiscard]] Result<std::vector<std::vector<HeadBlock>>>
alignOtherHeads(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape, LayerIndex anchor,
                const BlocksOfLayer& blocks, const ThreadBudget& budget, const std::stop_token& stop = {});

} // namespace sextant::angles
