// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/family/cosine_matrix.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace sextant::family {
namespace {

using CosineAt = std::function<double(LayerIndex, LayerIndex)>;

/// The layers that are left when those with gaps have gone.
std::vector<LayerIndex> layersWithoutGaps(int layers, const CosineAt& at) {
    std::vector<LayerIndex> present;
    for (LayerIndex l; l.value < layers; ++l.value) {
        present.push_back(l);
    }
    const auto gapsOf = [&](LayerIndex layer) {
        return std::ranges::count_if(present,
                                     [&](LayerIndex other) { return !std::isfinite(at(layer, other)); });
    };
    while (!present.empty()) {
        std::vector<std::ptrdiff_t> gaps;
        std::ranges::transform(present, std::back_inserter(gaps), gapsOf);
        const auto worst = std::ranges::max_element(gaps);
        if (*worst == 0) {
            break;
        }
        present.erase(present.begin() + (worst - gaps.begin()));
    }
    return present;
}

CosineMatrix completed(int layers, const CosineAt& at) {
    CosineMatrix matrix{layers, layersWithoutGaps(layers, at), {}};
    matrix.values.reserve(matrix.present.size() * matrix.present.size());
    for (const LayerIndex row : matrix.present) {
        for (const LayerIndex column : matrix.present) {
            matrix.values.push_back(at(row, column));
        }
    }
    return matrix;
}

} // namespace

CosineMatrix cosineMatrix(const artifact::LayerPairTable& cosine, HeadIndex head) {
    return completed(cosine.layers(), [&](LayerIndex l, LayerIndex m) {
        return 0.5 * (cosine(l, m, head) + cosine(m, l, head));
    });
}

CosineMatrix cosineMatrix(const std::vector<double>& matrix, int layers) {
    const auto at = [&](LayerIndex l, LayerIndex m) {
        return matrix[static_cast<std::size_t>(l.value) * static_cast<std::size_t>(layers) +
                      static_cast<std::size_t>(m.value)];
    };
    return completed(layers, [&](LayerIndex l, LayerIndex m) { return 0.5 * (at(l, m) + at(m, l)); });
}

} // namespace sextant::family
