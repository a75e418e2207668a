// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor_view.h"

#include <Eigen/Dense>

namespace sextant::angles {

using RowMajorMatrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

/// Orthonormal rows [rank, d] that span what the given rows span.
struct SpanBasis {
    RowMajorMatrix rows;
    [[nodiscard]] int rank() const { return static_cast<int>(rows.rows()); }
};

/// How far a unit vector may lie off the span of others and still be counted as lying in it: what rounding to
/// the stored type can cause by itself.
[[nodiscard]] double rankTolerance(tensor::ElementType storedAs);

/// A column-pivoted Householder QR of the rows [k, d], each first scaled to unit length (the span does not
/// change, and a short row is no less a direction); a zero row adds nothing. Finite input only. O(k^2 d).
[[nodiscard]] SpanBasis spanBasis(const RowMajorMatrix& rows, tensor::ElementType storedAs);

} // namespace sextant::angles
