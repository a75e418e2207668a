// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace sextant::window {

/// Opens a list of every key and gesture of the window. Returns at once, as does showAbout().
void showShortcuts(QWidget* parent);

/// Opens the dialog with name, version and licence.
void showAbout(QWidget* parent);

} // namespace sextant::window
