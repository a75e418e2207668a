// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QString>

namespace sextant::notices {

/// An error as a banner shows it: its sentence with a full stop, and what the window or, where the window
/// offers nothing, the program can do about it.
[[nodiscard]] QString bannerText(const Error& error);

} // namespace sextant::notices
