// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/chance.h"
#include "core/analysis/operator_cosine.h"
#include "core/analysis/sign_agreement.h"
#include "core/analysis/spectrum.h"
#include "core/artifact/artifact.h"

#include <memory>
#include <optional>
#include <vector>

namespace sextant::analysis {

/// Everything about an artifact that is cheap: all anchors at once, computed at open. Immutable.
struct AlignmentTables {
    std::shared_ptr<const artifact::Artifact> artifact;
    artifact::LayerPairTable operatorCosine;                ///< [L, L, H]
    std::vector<double> headMeanCosine;                     ///< [L, L], row-major
    std::optional<SpectralAlignment> spectrum;              ///< empty without tensors
    std::optional<SignAgreementTable> signs;                ///< empty without tensors
    std::optional<artifact::LayerPairTable> singularCosine; ///< [L, L, H] S_sv; empty without singular values
    ChanceLevels chance;
};

/// Chance levels are sampled, which takes up to a few tenths of a second; a reader who does not ask for them
/// need not wait.
enum class ChanceSampling { Sampled, LeftOut };

/// O(L^2 H r); tens of milliseconds for L 36, H 32, r 128. After a stop request the result is incomplete and
/// must be dropped.
///
///     const auto tables = alignmentTables(artifact);
///     const double cosine = tables->operatorCosine(LayerIndex{3}, LayerIndex{0}, HeadIndex{5});
[[nodiscard]] std::shared_ptr<const AlignmentTables>
alignmentTables(std::shared_ptr<const artifact::Artifact> artifact, const std::stop_token& stop = {},
                ChanceSampling sampling = ChanceSampling::Sampled);

} // namespace sextant::analysis
