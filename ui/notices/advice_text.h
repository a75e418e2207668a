// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QString>

namespace sextant::notices {

/// An error as a banner shows it: its sentence with a full stop, and what can be done about it in the window
/// or, failing that, on the command line.
[[nodiscard]] QString bannerText(const Error& error);

} // namespace sextant::notices
