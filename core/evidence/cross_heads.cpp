// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/cross_heads.h"

namespace sextant::evidence {

CrossHeads crossHeads(const artifact::Artifact& artifact, LayerIndex anchor, const std::stop_token& stop) {
    CrossHeads result;
    const KeyGroups groups = keyGroups(*artifact.grams);
    if (groups.heads < 2 || !artifact.tensors) {
        return result;
    }
    if (artifact.tensors->otherHeads) {
        result.grams = crossHeadGrams(*artifact.tensors->otherHeads, *artifact.grams, groups, anchor);
    }
    if (!stop.stop_requested()) {
        result.spectra = crossHeadSpectra(*artifact.tensors, artifact.shape(), groups, anchor, stop);
    }
    return result;
}

} // namespace sextant::evidence
