// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/alignment_tables.h"

#include "core/analysis/singular_cosine.h"

namespace sextant::analysis {

std::shared_ptr<const AlignmentTables> alignmentTables(std::shared_ptr<const artifact::Artifact> artifact,
                                                       const std::stop_token& stop, ChanceSampling sampling) {
    auto tables = std::make_shared<AlignmentTables>();
    const artifact::ArtifactShape shape = artifact->shape();
    tables->operatorCosine = operatorCosines(artifact->grams->gram);
    tables->headMeanCosine = headMeanMatrix(tables->operatorCosine);
    const std::shared_ptr<const artifact::TensorFile> tensors = artifact->tensors;
    if (tensors && !stop.stop_requested()) {
        tables->spectrum = spectralAlignment(*tensors, shape);
    }
    if (tensors && !stop.stop_requested()) {
        tables->signs.emplace(*tensors, shape);
    }
    if (tensors && !tensors->singularValues.empty() && !stop.stop_requested()) {
        tables->singularCosine = singularValueCosines(*tensors, shape);
    }
    const bool sampled = tensors && sampling == ChanceSampling::Sampled;
    tables->chance =
        chanceLevels(shape, sampled ? tensors->topk : 0, sampled ? tensors->eigenvalueCount : 0, stop);
    tables->artifact = std::move(artifact);
    return tables;
}

} // namespace sextant::analysis
