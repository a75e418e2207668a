// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/span.h"

#include <algorithm>
#include <cmath>

namespace sextant::figures {

namespace {

Span inside(Span span, const Span& full) {
    if (span.size() >= full.size()) {
        return full;
    }
    if (span.lower < full.lower) {
        return {full.lower, full.lower + span.size()};
    }
    if (span.upper > full.upper) {
        return {full.upper - span.size(), full.upper};
    }
    return span;
}

} // namespace

Span zoomed(const Span& shown, const Span& full, double centre, double factor, double minimum) {
    const double size = std::clamp(shown.size() * factor, std::min(minimum, full.size()), full.size());
    const double share = (centre - shown.lower) / shown.size();
    const double lower = centre - share * size;
    return inside({lower, lower + size}, full);
}

Span moved(const Span& shown, const Span& full, double distance) {
    return inside({shown.lower + distance, shown.upper + distance}, full);
}

Span roundSpan(double lower, double upper) {
    if (!std::isfinite(lower) || !std::isfinite(upper)) {
        return {0.0, 1.0};
    }
    if (lower > upper) {
        std::swap(lower, upper);
    }
    if (upper - lower <= 1e-9 * std::max(std::abs(lower), std::abs(upper)) || upper == lower) {
        const double room = upper == 0.0 ? 1.0 : 0.5 * std::abs(upper);
        lower -= room;
        upper += room;
    }
    constexpr int mostSteps = 8; // finer ends would be odd numbers, coarser ones leave the plot half empty
    const double magnitude = std::pow(10.0, std::floor(std::log10((upper - lower) / mostSteps)));
    const double mantissa = (upper - lower) / mostSteps / magnitude;
    const double step = magnitude * (mantissa <= 1 ? 1 : mantissa <= 2 ? 2 : mantissa <= 5 ? 5 : 10);
    return {std::floor(lower / step) * step, std::ceil(upper / step) * step};
}

} // namespace sextant::figures
