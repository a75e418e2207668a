// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"

#include <cstddef>
#include <vector>

namespace sextant::family {

/// The operator cosines of one head between the layers that have them: symmetric, complete, with 1 on the
/// diagonal, or 0 for a zero operator.
struct CosineMatrix {
    int layers = 0;                  ///< L, of the artifact
    std::vector<LayerIndex> present; ///< [n], ascending: those whose cosines to each other are all known
    std::vector<double> values;      ///< [n, n], row-major

    [[nodiscard]] int size() const { return static_cast<int>(present.size()); }
    [[nodiscard]] double operator()(int row, int column) const {
        return values[static_cast<std::size_t>(row) * present.size() + static_cast<std::size_t>(column)];
    }
};

/// One head of `cosine`, [L, L, H]. Leaves out the fewest layers it can find such that no cosine is missing:
/// the layer with most gaps goes first. Both halves of the table are averaged. O(L^2) without gaps.
[[nodiscard]] CosineMatrix cosineMatrix(const artifact::LayerPairTable& cosine, HeadIndex head);

/// The same of a matrix [L, L], row-major, such as analysis::headMeanMatrix() gives.
[[nodiscard]] CosineMatrix cosineMatrix(const std::vector<double>& matrix, int layers);

} // namespace sextant::family
