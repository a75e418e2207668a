// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evidence/reference.h"
#include "core/family/cosine_matrix.h"

#include <span>
#include <stop_token>
#include <vector>

namespace sextant::family {

/// An anchor as the greedy choice adds it. Means are over the layers that are not anchors and the heads where
/// they have data.
struct GreedyStep {
    LayerIndex layer;
    double rSquared = 0.0;     ///< mean R^2 of the other layers on the anchors so far, this one included
    double gain = 0.0;         ///< how much of it this anchor has added
    double meanResidual = 0.0; ///< mean of `sqrt(1 - R^2)`
};

/// Anchors one by one, each the one with which the mean R^2 is largest, after those of `given`; of equals the
/// first layer. At most `count`, and fewer where no layer would be left to explain. `heads` are of one
/// artifact. O(H L^2) per anchor. After a stop request fewer steps come back.
[[nodiscard]] std::vector<GreedyStep> greedyAnchors(std::span<const CosineMatrix> heads,
                                                    std::span<const LayerIndex> given, int count,
                                                    const std::stop_token& stop = {});

/// What the same choice gains among operators that have nothing in common.
struct ChanceStep {
    evidence::Reference gain;
    evidence::Reference rSquared;
};

/// Of `layers` isotropic operators of R^d in each of `heads` heads, after `given` anchors that were not
/// chosen by their gain. By choosing alone a first anchor gains more than the `1/d^2` of a fixed one: 1.19
/// times that for 36 layers and 8 heads, 1.7 times for 8 layers and one head. To first order in m/d^2 the
/// R^2 of m anchors is the sum of their squared cosines, whose mean over heads is `chi^2_H / (H d^2)`; 400
/// seeded draws of that. O(400 L^2) per anchor.
[[nodiscard]] std::vector<ChanceStep> greedyByChance(int layers, int heads, int hiddenSize, int given,
                                                     int count, const std::stop_token& stop = {});

} // namespace sextant::family
