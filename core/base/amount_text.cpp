// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/amount_text.h"

#include <cmath>

#include <fmt/format.h>

namespace sextant {

std::string durationText(double seconds) {
    if (seconds < 90.0) {
        return fmt::format("{:.0f} s", seconds);
    }
    const long minutes = std::lround(seconds / 60.0);
    return minutes < 90 ? fmt::format("{} min", minutes)
                        : fmt::format("{} h {} min", minutes / 60, minutes % 60);
}

std::string bytesText(std::uint64_t bytes) {
    const auto size = static_cast<double>(bytes);
    return size < 1e9 ? fmt::format("{:.1f} MB", size / 1e6) : fmt::format("{:.1f} GB", size / 1e9);
}

} // namespace sextant
