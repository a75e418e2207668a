// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/angles/reference_alignment.h"

#include "core/angles/head_rows.h"
#include "core/blas/householder.h"

#include <limits>
#include <vector>

namespace sextant::angles {
namespace {

/// Rows [k, d] as stored are columns [d, k] column-major as LAPACK wants them: the same bytes.
std::vector<double> readRows(const HeadRows& rows, LayerIndex layer) {
    std::vector<double> whole(static_cast<std::size_t>(rows.rowsPerLayer()) *
                              static_cast<std::size_t>(rows.length()));
    rows.readLayer(layer, 0, rows.length(), whole.data());
    return whole;
}

} // namespace

PrincipalAngles referenceAlignment(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape,
                                   HeadIndex head, LayerIndex layer, LayerIndex anchor) {
    using Columns = Eigen::Map<const Eigen::MatrixXd>;
    const HeadRows rows(tensors, shape, head);
    const int length = rows.length();
    std::vector<double> one = readRows(rows, layer);
    std::vector<double> other = readRows(rows, anchor);
    const double inner = Columns(one.data(), length, 1).col(0).dot(Columns(other.data(), length, 1).col(0));
    if (!blas::householderBasis(one, length, rows.rowsPerLayer()) ||
        !blas::householderBasis(other, length, rows.rowsPerLayer())) {
        const double missing = std::numeric_limits<double>::quiet_NaN();
        return {missing, missing, missing};
    }
    const int kept = std::min(rows.rowsPerLayer(), length);
    const Eigen::MatrixXd product =
        Columns(one.data(), length, kept).transpose() * Columns(other.data(), length, kept);
    const Eigen::VectorXd cosines = Eigen::JacobiSVD<Eigen::MatrixXd>(product).singularValues();
    return {cosines.mean(), cosines.minCoeff(), inner * inner};
}

} // namespace sextant::angles
