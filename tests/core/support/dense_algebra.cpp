// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/support/dense_algebra.h"

#include <Eigen/Dense>

namespace sextant::test {

Eigen::VectorXd singularValuesOf(const Eigen::MatrixXd& matrix) {
    return Eigen::JacobiSVD<Eigen::MatrixXd>(matrix).singularValues();
}

Eigen::VectorXd symmetricEigenvaluesOf(const Eigen::MatrixXd& matrix) {
    const Eigen::MatrixXd symmetric = 0.5 * (matrix + matrix.transpose());
    return Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd>(symmetric, Eigen::EigenvaluesOnly).eigenvalues();
}

Eigen::MatrixXd orthonormalBasisOf(const Eigen::MatrixXd& columns) {
    return Eigen::HouseholderQR<Eigen::MatrixXd>(columns).householderQ() *
           Eigen::MatrixXd::Identity(columns.rows(), columns.cols());
}

} // namespace sextant::test
