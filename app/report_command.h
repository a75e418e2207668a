// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command.h"
#include "core/base/thread_budget.h"

namespace sextant::app {

/// `sextant report FILE.json`: the reference script's text, or everything as JSON or CSV.
[[nodiscard]] Command addReportCommand(CLI::App& program, const ThreadBudget& budget);

} // namespace sextant::app
