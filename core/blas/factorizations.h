// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace sextant::blas {

/// The few dense factorizations that the project needs, by LAPACK. All matrices are row-major and contiguous;
/// every function runs in the calling thread only.
///
///     const EigenSystem system = largestEigenpairs(gram.data(), size, 4);
///     if (system.empty()) { ... } // did not converge

/// In place: the lower triangle of `matrix` [size, size] becomes L with `matrix = L L^T`; what is above the
/// diagonal is neither read nor written. False when the matrix is not positive definite to working precision.
[[nodiscard]] bool factorCholesky(double* matrix, int size);

/// An estimate of 1 / (||A|| ||A^-1||) in the 1-norm, from the Cholesky factor in the lower triangle of
/// `factor` and `norm = ||A||`. O(size^2).
[[nodiscard]] double reciprocalCondition(const double* factor, int size, double norm);

/// The eigenvalues, ascending, of the symmetric matrix in the lower triangle of `matrix`, which is destroyed.
/// Empty when the iteration did not converge (a NaN).
[[nodiscard]] std::vector<double> symmetricEigenvalues(double* matrix, int size);

/// Eigenvalues and eigenvectors, ascending.
struct EigenSystem {
    std::vector<double> values;
    std::vector<double> vectors; ///< [values, size], one row per value, orthonormal

    [[nodiscard]] bool empty() const { return values.empty(); }
};

/// The `count` largest eigenvalues, with vectors, of the symmetric matrix in the lower triangle of `matrix`,
/// which is destroyed; ascending. Empty when the iteration did not converge.
[[nodiscard]] EigenSystem largestEigenpairs(double* matrix, int size, int count);

/// The thin QR factorization of `rows^T`, `rows` [count, width]: `rows = R^T Q^T` with n = min(count, width)
/// orthonormal rows of `Q^T`.
class RowBasis {
public:
    RowBasis(std::vector<double> rows, int count, int width);

    /// n, the number of basis vectors.
    [[nodiscard]] int size() const { return size_; }

    /// R as [n, count], upper-trapezoidal: column i holds row i of `rows` in the basis.
    [[nodiscard]] std::vector<double> triangle() const;

    /// `combinations = coefficients * Q^T`: [k, n] times the basis, into [k, width].
    [[nodiscard]] std::vector<double> combine(const std::vector<double>& coefficients, int k) const;

private:
    int count_;
    int width_;
    int size_;
    std::vector<double> reflectors_;
    std::vector<double> scales_;
};

/// `matrix = left^T diag(values) right`: singular values by decreasing size and singular vectors as rows.
struct SingularSystem {
    std::vector<double> values; ///< n = min(rows, columns)
    std::vector<double> left;   ///< [n, rows]
    std::vector<double> right;  ///< [n, columns]

    [[nodiscard]] bool empty() const { return values.empty(); }
};

/// The thin singular value decomposition of `matrix` [rows, columns]. Empty when the iteration did not
/// converge.
[[nodiscard]] SingularSystem singularSystem(std::vector<double> matrix, int rows, int columns);

/// The singular values alone, by decreasing size. Empty when the iteration did not converge.
[[nodiscard]] std::vector<double> singularValues(std::vector<double> matrix, int rows, int columns);

} // namespace sextant::blas
