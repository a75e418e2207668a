// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command.h"

namespace sextant::app {

/// `sextant report FILE.json`: the reference script's text, or everything as JSON or CSV.
Command addReportCommand(CLI::App& program);

} // namespace sextant::app
