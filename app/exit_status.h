// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <string>

namespace sextant::app {

inline constexpr int kExitSuccess = 0;
inline constexpr int kExitFailure = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitBySignal = 128; ///< plus the signal's number, as shells have it

/// Prints "sextant: error: ..." on standard error and gives the exit status that goes with the error's code.
[[nodiscard]] int reportFailure(const Error& error);

/// Prints "sextant: warning: ..." on standard error.
void reportWarning(const std::string& sentence);

/// Prints "sextant: note: ..." on standard error.
void reportNote(const std::string& sentence);

} // namespace sextant::app
