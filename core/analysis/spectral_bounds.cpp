// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/spectral_bounds.h"

#include "core/analysis/mean.h"
#include "core/analysis/operator_cosine.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sextant::analysis {

SpectrumSums sumsOf(std::span<const double> eigenvalues) {
    SpectrumSums sums;
    for (const double value : eigenvalues) {
        if (!std::isfinite(value)) {
            return {kMissing, kMissing, kMissing};
        }
        sums.sum += value;
        sums.magnitudes += std::abs(value);
        sums.squares += value * value;
    }
    return sums;
}

double spectralFloor(const SpectrumSums& one, const SpectrumSums& other, int count) {
    const double norms = std::sqrt(one.squares) * std::sqrt(other.squares);
    if (std::isnan(norms)) {
        return kMissing;
    }
    return one.magnitudes * other.magnitudes / (count * std::max(norms, kNormFloor));
}

double singularValueCosine(std::span<const double> one, std::span<const double> other) {
    const std::size_t common = std::min(one.size(), other.size());
    const auto squaredNorm = [](std::span<const double> values) {
        return std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
    };
    const double product = std::inner_product(one.begin(), one.begin() + static_cast<std::ptrdiff_t>(common),
                                              other.begin(), 0.0);
    const double norms = std::sqrt(squaredNorm(one)) * std::sqrt(squaredNorm(other));
    return std::isnan(norms) ? kMissing : std::min(product / std::max(norms, kNormFloor), 1.0);
}

int nonZeroEigenvalues(std::span<const double> eigenvalues, double tolerance) {
    double largest = 0.0;
    for (const double value : eigenvalues) {
        if (!std::isfinite(value)) {
            return 0;
        }
        largest = std::max(largest, std::abs(value));
    }
    return static_cast<int>(std::ranges::count_if(
        eigenvalues, [&](double value) { return std::abs(value) > tolerance * largest; }));
}

} // namespace sextant::analysis
