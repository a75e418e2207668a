// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace sextant::figures {

/// Four significant digits; "missing" for NaN and infinities.
[[nodiscard]] std::string shortNumber(double value);

/// The fewest digits that read back as the same number; "nan" for a missing one.
[[nodiscard]] std::string shortestNumber(double value);

} // namespace sextant::figures
