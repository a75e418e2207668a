// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/base/thread_budget.h"
#include "core/evidence/relabelling.h"

#include <memory>
#include <stop_token>
#include <vector>

namespace sextant::evidence {

/// What comparing other heads' directions with one anchor's shows, for every angle. Each list is [L]; nothing
/// is known at the anchor.
struct CrossHeadAngles {
    std::vector<Relabelled> meanCosine;
    std::vector<Relabelled> smallestCosine;
    std::vector<Relabelled> firstOverlap;
    int matchings = 0; ///< other heads that each head is compared with, at the same place of their key groups
};

/// How many key groups are compared with each other at a time: all of them where that takes about a second at
/// most; else the heads are shuffled into blocks of a few groups, in which each is compared with each, and
/// with n other heads each the deviation of a mean is `sqrt(1 + 1/n)` of what all would give: 1.15 for blocks
/// of four. 0 where even that would take minutes.
[[nodiscard]] int groupsComparedAtOnce(const artifact::ArtifactShape& shape, int topk,
                                       const KeyGroups& groups);

/// Angles between different heads (angles::alignOtherHeads()), whole key groups relabelled, `atOnce` of them
/// compared with each other: groupsComparedAtOnce(). The blocks follow from a fixed seed, layer by layer.
/// Null where there is nothing to compare: with one group, with `atOnce` below 2, without directions, and
/// after a stop request. At the Qwen3-4B shape (L 36, H 32 in 8 groups, k 8, d 2560) 0.2 s of one core, 0.5 s
/// without known groups.
[[nodiscard]] std::shared_ptr<const CrossHeadAngles>
crossHeadAngles(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape,
                const KeyGroups& groups, LayerIndex anchor, int atOnce, const ThreadBudget& budget,
                const std::stop_token& stop = {});

} // namespace sextant::evidence
