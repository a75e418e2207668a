// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/exact_number.h"

#include <fmt/format.h>

#include <cmath>

namespace sextant::report {

std::string exactNumber(double value) {
    return std::isfinite(value) ? fmt::format("{:.17g}", value) : std::string();
}

} // namespace sextant::report
