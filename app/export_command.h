// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command.h"
#include "core/base/thread_budget.h"

namespace sextant::app {

/// `sextant export FILE.json --out DIR`: the figures of the window as files, without a display.
[[nodiscard]] Command addExportCommand(CLI::App& program, const ThreadBudget& budget);

} // namespace sextant::app
