// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/closed_forms.h"

#include "core/analysis/operator_cosine.h"

#include <Eigen/Core>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace sextant::evidence {
namespace {

/// Where a normal variable is looked at, in deviations from its mean, and how much each place counts.
struct NormalPoints {
    static constexpr int kCount = 33;
    static constexpr double kReach = 6.0;
    using Values = Eigen::Array<double, kCount, 1>;

    NormalPoints() {
        for (int i = 0; i < kCount; ++i) {
            const double z = kReach * (2.0 * i / (kCount - 1) - 1.0);
            places[i] = z;
            weights[i] = std::exp(-0.5 * z * z);
        }
        total = sumInOrder(weights);
    }

    /// One after the other: the same bits whatever the width of the machine's registers.
    static double sumInOrder(const Values& values) {
        return std::accumulate(values.begin(), values.end(), 0.0);
    }

    double meanOf(const Values& values) const { return sumInOrder(weights * values) / total; }
    double meanOfSquare(const Values& values) const { return sumInOrder(weights * values * values) / total; }

    Values places;
    Values weights;
    double total = 0.0;
};

} // namespace

Reference isotropicCosine(int hiddenSize) {
    return {0.0, 1.0 / hiddenSize};
}

Reference isotropicRSquared(int hiddenSize, int anchors) {
    const double unit = 1.0 / (static_cast<double>(hiddenSize) * hiddenSize);
    return {anchors * unit, std::sqrt(2.0 * anchors) * unit};
}

SpectrumParts spectrumParts(const OperatorSums& sums, int hiddenSize) {
    const double norm = sums.squaredNorm;
    if (!(norm > analysis::kNormFloor)) {
        return {};
    }
    const double traceSquare = sums.eigenvalueSum * sums.eigenvalueSum / hiddenSize;
    return {sums.eigenvalueSum / std::sqrt(norm), std::max(0.0, sums.eigenvalueSquares - traceSquare) / norm,
            std::max(0.0, norm - sums.eigenvalueSquares) / norm};
}

SameSpectrumSum::SameSpectrumSum(int hiddenSize)
    : traceWeight_(1.0 / hiddenSize),
      symmetricWeight_(0.0),
      antisymmetricWeight_(0.0) {
    if (hiddenSize > 1) { // or nothing can turn
        const double d = hiddenSize;
        symmetricWeight_ = 1.0 / (d * (d + 1.0) / 2.0 - 1.0);
        antisymmetricWeight_ = 1.0 / (d * (d - 1.0) / 2.0);
    }
}

Reference SameSpectrumSum::ofMean() const {
    return count_ > 0.0 ? Reference{traceWeight_ * mean_ / count_, std::sqrt(variance_) / count_}
                        : Reference{};
}

Reference squareOf(const Reference& cosine) {
    const double mean = cosine.mean * cosine.mean;
    const double variance = cosine.deviation * cosine.deviation;
    return {mean + variance, std::sqrt(2.0 * variance * variance + 4.0 * mean * variance)};
}

Reference sameSpectrumCosine(const OperatorSums& one, const OperatorSums& other, int hiddenSize) {
    const double d = hiddenSize;
    const double norms = std::sqrt(one.squaredNorm) * std::sqrt(other.squaredNorm);
    if (norms <= analysis::kNormFloor) {
        return {0.0, 0.0};
    }
    const auto traceless = [d](const OperatorSums& sums) {
        return std::max(0.0, sums.eigenvalueSquares - sums.eigenvalueSum * sums.eigenvalueSum / d);
    };
    const auto antisymmetric = [](const OperatorSums& sums) {
        return std::max(0.0, sums.squaredNorm - sums.eigenvalueSquares);
    };
    double variance = 0.0;
    if (hiddenSize > 1) { // or nothing can turn
        variance = traceless(one) * traceless(other) / (d * (d + 1.0) / 2.0 - 1.0) +
                   antisymmetric(one) * antisymmetric(other) / (d * (d - 1.0) / 2.0);
    }
    return {one.eigenvalueSum * other.eigenvalueSum / (d * norms), std::sqrt(variance) / norms};
}

Reference residualOf(const Reference& cosine) {
    if (std::isnan(cosine.mean) || std::isnan(cosine.deviation)) {
        return {};
    }
    static const NormalPoints points;
    const NormalPoints::Values cosines =
        (cosine.mean + points.places * cosine.deviation).cwiseMax(-1.0).cwiseMin(1.0);
    const NormalPoints::Values residuals = (1.0 - cosines.square()).cwiseMax(0.0).sqrt();
    const double mean = points.meanOf(residuals);
    return {mean, std::sqrt(points.meanOfSquare(residuals - mean))};
}

Reference shuffledSignAgreement(const analysis::LeadingSigns& one, const analysis::LeadingSigns& other,
                                int length) {
    if (std::isnan(one.nonZero) || std::isnan(other.nonZero) || length < 1) {
        return {};
    }
    analysis::LeadingSigns few = one;
    analysis::LeadingSigns many = other;
    if (few.nonZero > many.nonZero) {
        std::swap(few, many);
    }
    if (many.nonZero == 0.0) {
        return {1.0, 0.0};
    }
    const double ranks = few.nonZero;
    const double share = many.positive / many.nonZero;
    const double negative = ranks - few.positive;
    const double agreeing = few.positive * share + negative * (1.0 - share) + (length - many.nonZero);
    double variance = 0.0;
    if (many.nonZero > 1.0) {
        const double excess = few.positive - negative;
        variance = share * (1.0 - share) * (ranks * many.nonZero - excess * excess) / (many.nonZero - 1.0);
    }
    return {agreeing / length, std::sqrt(std::max(0.0, variance)) / length};
}

Reference randomOverlap(int hiddenSize) {
    const double d = hiddenSize;
    return {1.0 / d, std::sqrt(2.0 * (d - 1.0) / (d + 2.0)) / d};
}

Reference unrelatedSymmetricShare(int hiddenSize) {
    return {0.5 * (1.0 + 1.0 / hiddenSize), 1.0 / (std::numbers::sqrt2 * hiddenSize)};
}

Reference unrelatedMatchingIndex() {
    return {0.0, 1.0};
}

} // namespace sextant::evidence
