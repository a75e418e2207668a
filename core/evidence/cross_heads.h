// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/thread_budget.h"
#include "core/evidence/cross_head_angles.h"
#include "core/evidence/cross_head_grams.h"
#include "core/evidence/cross_head_spectra.h"
#include "core/evidence/sampled_heads.h"

#include <memory>

namespace sextant::evidence {

/// What comparing the heads of an artifact with other heads of one anchor shows, as far as the artifact
/// allows.
struct CrossHeads {
    std::shared_ptr<const CrossHeadSpectra> spectra; ///< null without eigenvalues
    std::shared_ptr<const CrossHeadGrams> grams;     ///< null without grams of different heads
    std::shared_ptr<const CrossHeadAngles> angles;   ///< null where unavailable or still awaited
    bool anglesAwaited = false;                      ///< they are still to come
    /// The cosines of different heads of all pairs of layers, whatever the anchor; null without such grams,
    /// and where it was left out.
    std::shared_ptr<const SampledHeads> cosines;
};

/// The cosines of all draws; null without grams of different heads. Milliseconds for L 36, tens for L 126.
[[nodiscard]] std::shared_ptr<const SampledHeads> sampledCosines(const artifact::Artifact& artifact);

/// All but the angles, which take longest: those are awaited where crossHeadAngles() can give them; and but
/// `cosines`, which no anchor changes. Nothing with one head. Costs what its parts do. After a stop request
/// the result is incomplete and must be dropped.
[[nodiscard]] CrossHeads crossHeads(const artifact::Artifact& artifact, LayerIndex anchor,
                                    const std::stop_token& stop = {});

/// The same with its angles. After a stop request it must be dropped.
[[nodiscard]] CrossHeads withAngles(CrossHeads heads, const artifact::Artifact& artifact, LayerIndex anchor,
                                    const ThreadBudget& budget, const std::stop_token& stop = {});

} // namespace sextant::evidence
