// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Eigen/Core>

namespace sextant::test {

/// By decreasing size.
Eigen::VectorXd singularValuesOf(const Eigen::MatrixXd& matrix);

/// Of `(matrix + matrix^T)/2`, by increasing value.
Eigen::VectorXd symmetricEigenvaluesOf(const Eigen::MatrixXd& matrix);

/// An orthonormal basis of the span of n independent columns of length m, [m, n]: the Q of a QR
/// factorization.
Eigen::MatrixXd orthonormalBasisOf(const Eigen::MatrixXd& columns);

} // namespace sextant::test
