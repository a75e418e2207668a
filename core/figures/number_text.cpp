// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/number_text.h"

#include <fmt/format.h>

#include <cmath>

namespace sextant::figures {

std::string shortNumber(double value) {
    return std::isfinite(value) ? fmt::format("{:.4g}", value) : "missing";
}

std::string shortestNumber(double value) {
    return std::isnan(value) ? "nan" : fmt::format("{}", value);
}

} // namespace sextant::figures
