// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/duration_text.h"

#include <cmath>

#include <fmt/format.h>

namespace sextant::app {

std::string durationText(double seconds) {
    if (seconds < 90.0) {
        return fmt::format("{:.0f} s", seconds);
    }
    const long minutes = std::lround(seconds / 60.0);
    return minutes < 90 ? fmt::format("{} min", minutes)
                        : fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

} // namespace sextant::app
