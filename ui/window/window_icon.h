// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

namespace sextant::window {

/// The program's icon, drawn in the sizes that window managers ask for. Takes some milliseconds: call it
/// after the first paint.
[[nodiscard]] QIcon windowIcon();

} // namespace sextant::window
