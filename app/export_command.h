// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command.h"

namespace sextant::app {

/// `sextant export FILE.json --out DIR`: the figures of the window as files, without a display.
Command addExportCommand(CLI::App& program);

} // namespace sextant::app
