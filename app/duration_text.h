// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace sextant::app {

/// "42 s", "17 min", "2 h 5 min".
[[nodiscard]] std::string durationText(double seconds);

} // namespace sextant::app
