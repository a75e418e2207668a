// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/evidence/relabelling.h"

#include <stop_token>
#include <vector>

namespace sextant::evidence {

/// What comparing other heads' spectra with one anchor's shows, for every quantity that spectra alone decide.
/// Each list is [L]; the anchor's own entry compares its heads with each other.
struct CrossHeadSpectra {
    std::vector<Relabelled> cosine;         ///< S
    std::vector<Relabelled> residual;       ///< `sqrt(1 - S^2)`
    std::vector<Relabelled> scale;          ///< T_spec
    std::vector<Relabelled> signedCosine;   ///< S+-
    std::vector<Relabelled> singularCosine; ///< S_sv; empty without singular values
    std::vector<std::vector<Relabelled>>
        signs; ///< agreement, [counts][L], counts as of analysis::signCounts()
};

/// O(L H (G + log r) r) for G key groups: tens of milliseconds for L 36, H 32, r 128
/// without known groups. After a stop
/// request the result is incomplete and must be dropped.
[[nodiscard]] CrossHeadSpectra crossHeadSpectra(const artifact::TensorFile& tensors,
                                                const artifact::ArtifactShape& shape, const KeyGroups& groups,
                                                LayerIndex anchor, const std::stop_token& stop = {});

} // namespace sextant::evidence
