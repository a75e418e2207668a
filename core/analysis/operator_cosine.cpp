// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/operator_cosine.h"

#include "core/analysis/mean.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sextant::analysis {
namespace {

/// No operator has a negative squared norm: clamped to the floor it would make a huge cosine, and a verdict
/// of it.
bool isSquaredNorm(double value) {
    return std::isfinite(value) && value >= 0.0;
}

} // namespace

artifact::LayerPairTable operatorCosines(const artifact::LayerPairTable& gram) {
    const int layers = gram.layers();
    const int heads = gram.heads();
    std::vector<double> norm(static_cast<std::size_t>(layers) * static_cast<std::size_t>(heads));
    for (int l = 0; l < layers; ++l) {
        for (int h = 0; h < heads; ++h) {
            const double squared = gram(LayerIndex{l}, LayerIndex{l}, HeadIndex{h});
            norm[static_cast<std::size_t>(l) * heads + h] =
                isSquaredNorm(squared) ? std::sqrt(std::max(squared, kNormFloor)) : kMissing;
        }
    }
    artifact::LayerPairTable cosine(layers, heads);
    for (int l = 0; l < layers; ++l) {
        for (int m = 0; m < layers; ++m) {
            const double* product = gram.heads(LayerIndex{l}, LayerIndex{m});
            double* out = cosine.heads(LayerIndex{l}, LayerIndex{m});
            for (int h = 0; h < heads; ++h) {
                const double norms = norm[static_cast<std::size_t>(l) * heads + h] *
                                     norm[static_cast<std::size_t>(m) * heads + h];
                const bool present = std::isfinite(product[h]) && !std::isnan(norms);
                out[h] = present ? product[h] / std::max(norms, kNormFloor) : kMissing;
            }
        }
    }
    return cosine;
}

std::vector<double> headMeanMatrix(const artifact::LayerPairTable& cosine) {
    const int layers = cosine.layers();
    std::vector<double> mean;
    mean.reserve(static_cast<std::size_t>(layers) * static_cast<std::size_t>(layers));
    for (int l = 0; l < layers; ++l) {
        for (int m = 0; m < layers; ++m) {
            const double* heads = cosine.heads(LayerIndex{l}, LayerIndex{m});
            mean.push_back(meanOfPresent({heads, static_cast<std::size_t>(cosine.heads())}).value);
        }
    }
    return mean;
}

double scale(const artifact::LayerPairTable& gram, LayerIndex layer, LayerIndex anchor, HeadIndex head) {
    const double product = gram(layer, anchor, head);
    const double squared = gram(anchor, anchor, head);
    if (!std::isfinite(product) || !isSquaredNorm(squared)) {
        return kMissing;
    }
    return product / std::max(squared, kNormFloor);
}

} // namespace sextant::analysis
