// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/angles/whitening.h"

namespace sextant::angles {
namespace {

constexpr double kLargestCondition = 1e3;
/// Squared lengths outside this range lose digits to underflow or overflow before a Cholesky factor can see
/// it.
constexpr double kSmallestSquare = 1e-200;
constexpr double kLargestSquare = 1e200;

} // namespace

std::optional<RowMajorMatrix> whitening(const RowMajorMatrix& gram) {
    const Eigen::Index size = gram.rows();
    const Eigen::ArrayXd squares = gram.diagonal();
    // Written so that NaN fails too.
    if (!(squares.minCoeff() > kSmallestSquare && squares.maxCoeff() < kLargestSquare)) {
        return std::nullopt;
    }
    const Eigen::VectorXd scale = squares.rsqrt();
    const RowMajorMatrix lower = gram.triangularView<Eigen::Lower>();
    const RowMajorMatrix scaled = scale.asDiagonal() * lower * scale.asDiagonal();
    const Eigen::SelfAdjointEigenSolver<RowMajorMatrix> spectrum(scaled, Eigen::EigenvaluesOnly);
    const double smallest = spectrum.eigenvalues()(0);
    const double largest = spectrum.eigenvalues()(size - 1);
    if (spectrum.info() != Eigen::Success || !(smallest * kLargestCondition * kLargestCondition > largest)) {
        return std::nullopt;
    }
    const Eigen::LLT<RowMajorMatrix> cholesky(scaled);
    RowMajorMatrix factor = RowMajorMatrix::Identity(size, size);
    cholesky.matrixL().solveInPlace(factor);
    return RowMajorMatrix(factor * scale.asDiagonal());
}

} // namespace sextant::angles
