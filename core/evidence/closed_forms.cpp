// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/closed_forms.h"

#include "core/analysis/operator_cosine.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace sextant::evidence {
namespace {

/// Signs of a list sorted by decreasing magnitude.
struct SignCounts {
    double positive = 0.0;
    double nonZero = 0.0;
    bool missing = false;
};

SignCounts signsOf(std::span<const double> values) {
    SignCounts counts;
    for (const double value : values) {
        counts.missing = counts.missing || !std::isfinite(value);
        counts.positive += value > 0.0 ? 1.0 : 0.0;
        counts.nonZero += value != 0.0 ? 1.0 : 0.0;
    }
    return counts;
}

} // namespace

Reference isotropicCosine(int hiddenSize) {
    return {0.0, 1.0 / hiddenSize};
}

Reference isotropicRSquared(int hiddenSize, int anchors) {
    const double unit = 1.0 / (static_cast<double>(hiddenSize) * hiddenSize);
    return {anchors * unit, std::sqrt(2.0 * anchors) * unit};
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
    constexpr int kPoints = 33;
    constexpr double kReach = 6.0;
    std::array<double, kPoints> weights{};
    std::array<double, kPoints> values{};
    double total = 0.0;
    double sum = 0.0;
    for (int i = 0; i < kPoints; ++i) {
        const double z = kReach * (2.0 * i / (kPoints - 1) - 1.0);
        const auto at = static_cast<std::size_t>(i);
        weights[at] = std::exp(-0.5 * z * z);
        values[at] = analysis::residual(std::clamp(cosine.mean + z * cosine.deviation, -1.0, 1.0));
        total += weights[at];
        sum += weights[at] * values[at];
    }
    const double mean = sum / total;
    double squares = 0.0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        squares += weights[i] * (values[i] - mean) * (values[i] - mean);
    }
    return {mean, std::sqrt(squares / total)};
}

Reference shuffledSignAgreement(std::span<const double> one, std::span<const double> other) {
    SignCounts few = signsOf(one);
    SignCounts many = signsOf(other);
    const auto length = static_cast<double>(one.size());
    if (few.missing || many.missing || one.empty()) {
        return {};
    }
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
