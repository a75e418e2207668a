// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>

namespace sextant {

/// "42 s", "17 min", "2 h 5 min".
[[nodiscard]] std::string durationText(double seconds);

/// "0.3 MB", "512.0 MB", "7.9 GB": powers of ten, as disks are sold.
[[nodiscard]] std::string bytesText(std::uint64_t bytes);

} // namespace sextant
