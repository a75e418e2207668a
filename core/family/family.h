// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/thread_budget.h"
#include "core/family/depth_blocks.h"
#include "core/family/dimension.h"
#include "core/family/greedy_anchors.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

namespace sextant::family {

/// What the layers of one head share together, beyond pairs.
struct HeadFamily {
    std::vector<LayerIndex> present; ///< the layers that all of this is about, see CosineMatrix
    Dimension dimension;
    std::optional<LayerIndex> bestAnchor; ///< with the largest mean C^2 to the others; empty without any
    double bestAnchorRSquared = 0.0;      ///< that mean
    DepthBlocks depth;                    ///< no blocks when they were not asked for
};

/// Greedy anchors beyond this number are not looked for.
inline constexpr int kMostAnchors = 16;

/// The same of all heads, and of the mean over heads. Immutable once made.
struct Family {
    artifact::ArtifactShape shape;
    std::vector<HeadFamily> heads;  ///< [H]
    HeadFamily ofMean;              ///< of the mean cosine over heads
    std::vector<GreedyStep> greedy; ///< min(L - 1, kMostAnchors) at most, from none on, all heads
    std::vector<ChanceStep> chance; ///< as many, what is gained by choosing alone
    std::vector<std::vector<GreedyStep>> greedyOfHeads; ///< [H], one head by itself
    std::vector<ChanceStep> chanceOfHead;               ///< what that gains by choosing alone
    std::vector<evidence::Reference> isotropicOfHead;   ///< [L] eigenvalues of isotropic operators
    std::vector<evidence::Reference> isotropicOfMean;   ///< [L] the same of the mean over heads
};

/// Everything of an artifact's operator cosines. A tenth of a second of a processor for L 36, H 32, three to
/// five seconds for L 126, H 128, spread over threads. Nullptr after a stop request.
///
///     const auto family = familyOf(tables.operatorCosine, shape, budget, stop);
///     family->heads[3].dimension.participationRatio;
[[nodiscard]] std::shared_ptr<const Family> familyOf(const artifact::LayerPairTable& cosine,
                                                     const artifact::ArtifactShape& shape,
                                                     const ThreadBudget& budget,
                                                     const std::stop_token& stop = {});

/// The anchor that adds most to `anchors` by greedyAnchors(), of `head` or all heads, and what the best of as
/// many isotropic operators would add. Empty when no layer is left to add. O(H L^2), a third of a second for
/// L 126, H 128. After a stop request the result must be dropped.
struct Suggestion {
    GreedyStep step;
    ChanceStep chance;
};
[[nodiscard]] std::optional<Suggestion> suggestedAnchor(const artifact::LayerPairTable& cosine,
                                                        const artifact::ArtifactShape& shape,
                                                        std::span<const LayerIndex> anchors,
                                                        HeadSelection head, const std::stop_token& stop = {});

} // namespace sextant::family
