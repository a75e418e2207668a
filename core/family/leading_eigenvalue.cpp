// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/family/leading_eigenvalue.h"

#include <algorithm>
#include <cmath>

namespace sextant::family {
namespace {

constexpr Eigen::Index kMostSteps = 40;
constexpr double kLeftOpen = 1e-6;
/// The start vector keeps at least this much of the new row, or a block that the old one is not coupled to
/// would not be seen to outgrow it.
constexpr double kLeastShare = 0.1;
/// Below this a Lanczos vector is rounding: the space is exhausted.
constexpr double kExhausted = 1e-13;
constexpr int kMostNewtonSteps = 30;

/// The larger eigenvalue of [[a, b], [b, c]].
double largerOfTwo(double a, double b, double c) {
    return 0.5 * (a + c) + std::hypot(0.5 * (a - c), b);
}

} // namespace

LeadingEigenvalue::LeadingEigenvalue(const Eigen::MatrixXd& matrix)
    : matrix_(matrix),
      vector_(matrix.rows()),
      steps_(matrix.rows(), kMostSteps),
      product_(matrix.rows()),
      diagonal_(kMostSteps),
      coupling_(kMostSteps),
      pivots_(kMostSteps) {}

void LeadingEigenvalue::begin(Eigen::Index first) {
    first_ = first;
    size_ = 1;
    vector_[0] = 1.0;
    value_ = matrix_(first, first);
}

void LeadingEigenvalue::grow() {
    const Eigen::Index row = first_ + size_;
    const double couplingToRow = matrix_.col(row).segment(first_, size_).dot(vector_.head(size_));
    if (couplingToRow < 0.0) {
        vector_.head(size_) *= -1.0;
    }
    const double corner = matrix_(row, row);
    const double larger = largerOfTwo(value_, couplingToRow, corner);
    const double onOld = std::abs(couplingToRow);
    const double onRow = std::max(larger - value_, 0.0);
    const double length = std::hypot(onOld, onRow);
    const double share = length > 0.0 ? std::max(onRow / length, kLeastShare) : kLeastShare;
    steps_.col(0).head(size_) = std::sqrt(std::max(0.0, 1.0 - share * share)) * vector_.head(size_);
    steps_(size_, 0) = share;
    ++size_;
    steps_.col(0).head(size_).normalize();
    iterate();
}

void LeadingEigenvalue::iterate() {
    const double before = value_;
    double theta = 0.0;
    double last = 1.0; // of the tridiagonal matrix' leading eigenvector, its last entry
    for (Eigen::Index m = 0;; ++m) {
        auto product = product_.head(size_);
        const auto step = steps_.col(m).head(size_);
        product.noalias() = block() * step;
        diagonal_[m] = step.dot(product);
        product -= diagonal_[m] * step;
        if (m == 0) {
            theta = diagonal_[0];
        } else {
            product -= coupling_[m - 1] * steps_.col(m - 1).head(size_);
            // From below: the root of the secular equation's largest term alone. Newton then climbs to the
            // root, because the last pivot is convex beyond the eigenvalues of the smaller matrix.
            theta = largerOfTwo(theta, coupling_[m - 1] * last, diagonal_[m]);
        }
        pivots_[0] = diagonal_[0] - theta;
        for (int newton = 0; m > 0 && newton < kMostNewtonSteps; ++newton) {
            double slope = -1.0;
            pivots_[0] = diagonal_[0] - theta;
            for (Eigen::Index i = 1; i <= m; ++i) {
                if (pivots_[i - 1] > -kExhausted) {
                    pivots_[i - 1] = -kExhausted;
                }
                const double ratio = coupling_[i - 1] / pivots_[i - 1];
                slope = -1.0 + ratio * ratio * slope;
                pivots_[i] = diagonal_[i] - theta - ratio * coupling_[i - 1];
            }
            const double climb = -pivots_[m] / slope;
            theta += climb;
            if (std::abs(climb) <= 1e-14 * std::abs(theta)) {
                break;
            }
        }
        double entry = 1.0;
        double squares = 1.0;
        for (Eigen::Index i = 0; i < m; ++i) {
            entry *= -pivots_[i] / coupling_[i];
            squares += entry * entry;
        }
        last = std::abs(entry) / std::sqrt(squares);
        const double length = product.norm();
        const bool exhausted = length <= kExhausted * std::max(1.0, theta) || m + 1 == size_;
        if (exhausted || length * last <= kLeftOpen * std::max(1.0, theta)) {
            entry = 1.0;
            vector_.head(size_) = steps_.col(0).head(size_);
            for (Eigen::Index i = 0; i < m; ++i) {
                entry *= -pivots_[i] / coupling_[i];
                vector_.head(size_) += entry * steps_.col(i + 1).head(size_);
            }
            vector_.head(size_).normalize();
            value_ = std::max(theta, before);
            return;
        }
        if (m + 1 == kMostSteps) {
            solveDensely();
            return;
        }
        coupling_[m] = length;
        steps_.col(m + 1).head(size_) = product / length;
    }
}

void LeadingEigenvalue::solveDensely() {
    const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> system(block());
    value_ = system.eigenvalues()[size_ - 1];
    vector_.head(size_) = system.eigenvectors().col(size_ - 1);
}

} // namespace sextant::family
