// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Eigen/Dense>

namespace sextant::family {

/// The largest eigenvalue of a diagonal block of a symmetric matrix, while the block grows at its end.
///
///     LeadingEigenvalue block(matrix);
///     block.begin(3);
///     double of3 = block.value();
///     block.grow(); // rows 3 and 4
///
/// A new leading eigenvector either has a part on the new row or is an old eigenvector. So Lanczos steps from
/// the old leading vector and the new row together find it; what they leave open is at most 1e-6 of the value
/// (a residual norm; the value itself is then as near as its square over the gap). O(n^2) per step, some ten
/// steps per block, and a dense solver for a block where forty do not suffice.
class LeadingEigenvalue {
public:
    /// Refers to `matrix`, which must outlive it.
    explicit LeadingEigenvalue(const Eigen::MatrixXd& matrix);

    /// The block becomes the one row `first`.
    void begin(Eigen::Index first);

    /// Adds the next row, which exists.
    void grow();

    [[nodiscard]] double value() const { return value_; }

private:
    void iterate();
    void solveDensely();
    [[nodiscard]] auto block() const { return matrix_.block(first_, first_, size_, size_); }

    const Eigen::MatrixXd& matrix_;
    Eigen::Index first_ = 0;
    Eigen::Index size_ = 0;
    double value_ = 0.0;
    Eigen::VectorXd vector_;   ///< [size_, ...] the leading eigenvector
    Eigen::MatrixXd steps_;    ///< the Lanczos vectors as columns
    Eigen::VectorXd product_;  ///< of the block and the newest of them
    Eigen::VectorXd diagonal_; ///< of the tridiagonal matrix
    Eigen::VectorXd coupling_; ///< beside its diagonal
    Eigen::VectorXd pivots_;
};

} // namespace sextant::family
