// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/settings.h"

#include <QRect>

class QMainWindow;

namespace sextant::window {

/// `wanted` made no larger than `available` and moved inside of it, as little as that takes.
///
///     clampedTo({1900, 10, 800, 600}, {0, 0, 1920, 1080}) == QRect(1120, 10, 800, 600)
[[nodiscard]] QRect clampedTo(QRect wanted, const QRect& available);

/// Where `window` stands, for restorePlace().
void savePlace(const QMainWindow& window, session::WindowLayout& layout);

/// Puts `window` where it was, inside of a screen that is there, or leaves the place to the system and takes
/// a first size when `layout` has none. Position and size go back the way they were read, so that a window
/// that is opened and closed again and again stays where it is.
void restorePlace(QMainWindow& window, const session::WindowLayout& layout);

} // namespace sextant::window
