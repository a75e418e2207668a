// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace sextant::report {

/// 17 significant digits, which read back as the same double; empty for a missing value.
[[nodiscard]] std::string exactNumber(double value);

} // namespace sextant::report
