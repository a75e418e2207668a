// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/exit_status.h"

#include "app/advice_text.h"
#include "app/output.h"

#include <fmt/format.h>

namespace sextant::app {

int reportFailure(const Error& error) {
    printError(fmt::format("sextant: error: {}\n", describeWithAdvice(error)));
    return error.code == ErrorCode::Usage ? kExitUsage : kExitFailure;
}

void reportWarning(const std::string& sentence) {
    printError(fmt::format("sextant: warning: {}\n", sentence));
}

void reportNote(const std::string& sentence) {
    printError(fmt::format("sextant: note: {}\n", sentence));
}

} // namespace sextant::app
