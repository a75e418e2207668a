// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/reference.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace sextant::evidence {
namespace {

/// Sums of a few thousand products differ by this much without a reason.
constexpr double kRounding = 1e-12;

} // namespace

Reference ofMean(std::span<const Reference> references) {
    double mean = 0.0;
    double variance = 0.0;
    double count = 0.0;
    for (const Reference& reference : references) {
        if (!std::isnan(reference.mean)) {
            mean += reference.mean;
            variance += reference.deviation * reference.deviation;
            ++count;
        }
    }
    return count > 0.0 ? Reference{mean / count, std::sqrt(variance) / count} : Reference{};
}

Reference scaled(const Reference& reference, double factor) {
    return {reference.mean * factor, reference.deviation * std::abs(factor)};
}

double zOf(double value, const Reference& reference) {
    const double distance = value - reference.mean;
    const bool nowhere = reference.deviation <= kRounding && std::abs(distance) <= kRounding;
    return nowhere ? 0.0 : distance / reference.deviation;
}

Standing standingOf(double z) {
    if (std::isnan(z)) {
        return Standing::Unknown;
    }
    if (std::abs(z) <= kNotableZ) {
        return Standing::Within;
    }
    return z > 0.0 ? Standing::Above : Standing::Below;
}

const char* standingName(Standing standing) {
    switch (standing) {
    case Standing::Below:
        return "below";
    case Standing::Within:
        return "within";
    case Standing::Above:
        return "above";
    case Standing::Unknown:
        break;
    }
    return "unknown";
}

double twoSidedChance(double z) {
    return std::isnan(z) ? 1.0 : std::erfc(std::abs(z) / std::numbers::sqrt2);
}

double normalEquivalent(double t, double freedom) {
    if (!std::isfinite(freedom) || std::isnan(t)) {
        return t;
    }
    const double size =
        (8.0 * freedom + 1.0) / (8.0 * freedom + 3.0) * std::sqrt(freedom * std::log1p(t * t / freedom));
    return std::copysign(size, t);
}

std::vector<bool> discoveries(std::span<const double> chances, double rate) {
    std::vector<std::size_t> order(chances.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::erase_if(order, [&](std::size_t i) { return std::isnan(chances[i]); });
    std::ranges::sort(order, {}, [&](std::size_t i) { return chances[i]; });
    std::size_t found = 0;
    for (std::size_t rank = 1; rank <= order.size(); ++rank) {
        if (chances[order[rank - 1]] <=
            rate * static_cast<double>(rank) / static_cast<double>(order.size())) {
            found = rank;
        }
    }
    std::vector<bool> result(chances.size());
    for (std::size_t i = 0; i < found; ++i) {
        result[order[i]] = true;
    }
    return result;
}

} // namespace sextant::evidence
