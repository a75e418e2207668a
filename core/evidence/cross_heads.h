// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evidence/cross_head_grams.h"
#include "core/evidence/cross_head_spectra.h"

#include <optional>

namespace sextant::evidence {

/// What comparing the heads of an artifact with other heads of one anchor shows, as far as the artifact
/// allows.
struct CrossHeads {
    std::optional<CrossHeadSpectra> spectra; ///< nullopt without eigenvalues
    std::optional<CrossHeadGrams> grams;     ///< nullopt without grams of different heads
};

/// Nothing with one head. Costs what its parts do. After a stop request the result is incomplete and must be
/// dropped.
[[nodiscard]] CrossHeads crossHeads(const artifact::Artifact& artifact, LayerIndex anchor,
                                    const std::stop_token& stop = {});

} // namespace sextant::evidence
