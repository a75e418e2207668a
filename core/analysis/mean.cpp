// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/mean.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace sextant::analysis {

double pairwiseSum(std::span<const double> values) {
    const std::size_t count = values.size();
    if (count < 8) {
        double sum = 0.0;
        for (const double value : values) {
            sum += value;
        }
        return sum;
    }
    if (count <= 128) {
        std::array<double, 8> part{};
        std::copy_n(values.begin(), 8, part.begin());
        std::size_t i = 8;
        for (; i < count - count % 8; i += 8) {
            for (std::size_t j = 0; j < 8; ++j) {
                part[j] += values[i + j];
            }
        }
        double sum =
            ((part[0] + part[1]) + (part[2] + part[3])) + ((part[4] + part[5]) + (part[6] + part[7]));
        for (; i < count; ++i) {
            sum += values[i];
        }
        return sum;
    }
    const std::size_t half = count / 2 - (count / 2) % 8;
    return pairwiseSum(values.first(half)) + pairwiseSum(values.subspan(half));
}

PresentMean meanOfPresent(std::span<const double> values) {
    const auto missing =
        std::count_if(values.begin(), values.end(), [](double value) { return std::isnan(value); });
    const std::size_t present = values.size() - static_cast<std::size_t>(missing);
    if (present == 0) {
        return {std::numeric_limits<double>::quiet_NaN(), static_cast<int>(missing)};
    }
    // NumPy adds to a zero, so that a mean of negative zeros has no sign.
    if (missing == 0) {
        return {(0.0 + pairwiseSum(values)) / static_cast<double>(present), 0};
    }
    std::vector<double> kept;
    kept.reserve(present);
    std::copy_if(values.begin(), values.end(), std::back_inserter(kept),
                 [](double value) { return !std::isnan(value); });
    return {(0.0 + pairwiseSum(kept)) / static_cast<double>(present), static_cast<int>(missing)};
}

double quantileInPlace(std::vector<double>& values, double fraction) {
    std::erase_if(values, [](double value) { return std::isnan(value); });
    if (values.empty()) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    // Sorted, because several quantiles of the same values are usual.
    if (!std::ranges::is_sorted(values)) {
        std::ranges::sort(values);
    }
    const double position = fraction * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const double low = values[below];
    if (below + 1 == values.size()) {
        return low;
    }
    return low + (values[below + 1] - low) * (position - static_cast<double>(below));
}

} // namespace sextant::analysis
