// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exit_status.h"

#include "app/advice_text.h"

#include <fmt/format.h>

#include <cstdio>

namespace sextant::app {

int reportFailure(const Error& error) {
    fmt::print(stderr, "sextant: error: {}\n", describeWithAdvice(error));
    return error.code == ErrorCode::Usage ? kExitUsage : kExitFailure;
}

void reportWarning(const std::string& sentence) {
    fmt::print(stderr, "sextant: warning: {}\n", sentence);
}

void reportNote(const std::string& sentence) {
    fmt::print(stderr, "sextant: note: {}\n", sentence);
}

} // namespace sextant::app
