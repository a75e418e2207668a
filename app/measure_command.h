// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command.h"

namespace sextant::app {

/// `sextant measure MODEL -o OUT.json`: makes an artifact pair from a model's weights.
[[nodiscard]] Command addMeasureCommand(CLI::App& program);

} // namespace sextant::app
