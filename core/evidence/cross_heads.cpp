// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/cross_heads.h"

namespace sextant::evidence {

std::shared_ptr<const SampledHeads> sampledCosines(const artifact::Artifact& artifact) {
    const KeyGroups groups = keyGroups(*artifact.grams);
    if (groups.heads < 2 || !artifact.tensors || !artifact.tensors->otherHeads) {
        return nullptr;
    }
    const artifact::OtherHeadGrams& others = *artifact.tensors->otherHeads;
    return std::make_shared<const SampledHeads>(cosineDraws(others, *artifact.grams, groups), groups,
                                                others.layers);
}

CrossHeads crossHeads(const artifact::Artifact& artifact, LayerIndex anchor, const std::stop_token& stop) {
    CrossHeads result;
    const KeyGroups groups = keyGroups(*artifact.grams);
    if (groups.heads < 2 || !artifact.tensors) {
        return result;
    }
    const artifact::TensorFile& tensors = *artifact.tensors;
    if (tensors.otherHeads) {
        result.grams =
            std::make_shared<const CrossHeadGrams>(crossHeadGrams(tensors, *artifact.grams, groups, anchor));
    }
    if (!stop.stop_requested()) {
        result.spectra = std::make_shared<const CrossHeadSpectra>(
            crossHeadSpectra(tensors, artifact.shape(), groups, anchor, stop));
    }
    result.anglesAwaited = tensors.directions.data != nullptr &&
                           groupsComparedAtOnce(artifact.shape(), tensors.topk, groups) > 0;
    return result;
}

CrossHeads withAngles(CrossHeads heads, const artifact::Artifact& artifact, LayerIndex anchor,
                      const ThreadBudget& budget, const std::stop_token& stop) {
    if (heads.anglesAwaited) {
        const KeyGroups groups = keyGroups(*artifact.grams);
        const artifact::TensorFile& tensors = *artifact.tensors;
        heads.angles =
            crossHeadAngles(tensors, artifact.shape(), groups, anchor,
                            groupsComparedAtOnce(artifact.shape(), tensors.topk, groups), budget, stop);
        heads.anglesAwaited = false;
    }
    return heads;
}

} // namespace sextant::evidence
