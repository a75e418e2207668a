// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/settings.h"

#include <QRect>

class QMainWindow;

namespace sextant::window {

/// `wanted` shrunk to fit `available` and moved inside it by the least distance.
///
///     clampedTo({1900, 10, 800, 600}, {0, 0, 1920, 1080}) == QRect(1120, 10, 800, 600)
[[nodiscard]] QRect clampedTo(QRect wanted, const QRect& available);

/// Stores the place of `window` for restorePlace().
void savePlace(const QMainWindow& window, session::WindowLayout& layout);

/// Puts `window` a step beside `before`, inside its screen.
void placeBeside(QMainWindow& window, const QMainWindow& before);

/// Puts `window` back where it was, inside an existing screen; when `layout` has no place, leaves it to the
/// system with a first size. Position and size are restored the way they were read, so that a window stays
/// put however often it is closed and opened.
void restorePlace(QMainWindow& window, const session::WindowLayout& layout);

} // namespace sextant::window
