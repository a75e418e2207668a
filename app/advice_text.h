// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <string>

namespace sextant::app {

/// The advice in options of the command line, e.g. "--resume continues the run".
[[nodiscard]] std::string adviceText(Advice advice);

/// describe(error), and its advice after a semicolon.
[[nodiscard]] std::string describeWithAdvice(const Error& error);

} // namespace sextant::app
