// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/singular_cosine.h"

#include "core/analysis/mean.h"
#include "core/analysis/operator_cosine.h"

#include <algorithm>
#include <cmath>

namespace sextant::analysis {

artifact::LayerPairTable singularValueCosines(const artifact::TensorFile& tensors,
                                              const artifact::ArtifactShape& shape) {
    artifact::LayerPairTable result(shape.layers, shape.heads);
    for (LayerIndex l; l.value < shape.layers; ++l.value) {
        for (LayerIndex m; m.value <= l.value; ++m.value) {
            for (HeadIndex h; h.value < shape.heads; ++h.value) {
                const double cosine = singularValueCosine(tensors.singularValuesOf(l, h, shape.heads),
                                                          tensors.singularValuesOf(m, h, shape.heads));
                result(l, m, h) = result(m, l, h) = cosine;
            }
        }
    }
    return result;
}

double reachedCosine(double cosine, double singularValueCosine) {
    if (std::isnan(cosine) || std::isnan(singularValueCosine)) {
        return kMissing; // which clamp() would let through as a limit
    }
    return std::clamp(cosine / std::max(singularValueCosine, kNormFloor), -1.0, 1.0);
}

} // namespace sextant::analysis
