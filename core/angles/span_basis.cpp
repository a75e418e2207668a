// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/angles/span_basis.h"

#include <algorithm>

namespace sextant::angles {

double rankTolerance(tensor::ElementType storedAs) {
    constexpr double kMargin = 4.0;
    switch (storedAs) {
    case tensor::ElementType::Float16:
        return kMargin * 0x1p-11;
    case tensor::ElementType::BFloat16:
        return kMargin * 0x1p-8;
    case tensor::ElementType::Float32:
        return kMargin * 0x1p-24;
    case tensor::ElementType::Float64:
    case tensor::ElementType::Int16: // no direction is of whole numbers
    case tensor::ElementType::Int32:
    case tensor::ElementType::Int64:
        break;
    }
    // At full precision the factorisation's own rounding, which grows with the length, is what remains.
    return 1e-13;
}

SpanBasis spanBasis(const RowMajorMatrix& rows, tensor::ElementType storedAs) {
    Eigen::MatrixXd columns(rows.cols(), rows.rows());
    Eigen::Index count = 0;
    for (Eigen::Index i = 0; i < rows.rows(); ++i) {
        const double largest = rows.row(i).cwiseAbs().maxCoeff();
        if (largest > 0.0) {
            // Scaled by the largest element first, so that the norm neither overflows nor vanishes.
            columns.col(count++) = (rows.row(i) / largest).normalized().transpose();
        }
    }
    if (count == 0) {
        return {RowMajorMatrix(0, rows.cols())};
    }
    const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> factors(columns.leftCols(count));
    const Eigen::Index possible = std::min(count, rows.cols());
    const double tolerance = rankTolerance(storedAs);
    Eigen::Index rank = 0;
    while (rank < possible && std::abs(factors.matrixR()(rank, rank)) > tolerance) {
        ++rank;
    }
    const Eigen::MatrixXd basis = factors.householderQ() * Eigen::MatrixXd::Identity(rows.cols(), rank);
    return {basis.transpose()};
}

} // namespace sextant::angles
