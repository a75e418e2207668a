// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

namespace sextant::operators {

/// W_Q or W_K of one head in one layer, in doubles, with its small Gram matrix. The rows belong to the
/// caller and must outlive this.
struct Projection {
    int headDim = 0;              ///< r
    int hidden = 0;               ///< d
    std::span<const double> rows; ///< [r, d]
    std::vector<double> gram;     ///< [r, r] rows rows^T, both triangles

    /// `||W||_F^2`.
    [[nodiscard]] double normSquared() const;
};

/// Computes the Gram matrix of `rows` [headDim, hidden]. O(r^2 d).
[[nodiscard]] Projection makeProjection(std::span<const double> rows, int headDim, int hidden);

} // namespace sextant::operators
