// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace sextant::window {

/// Every key and gesture of the window. Leaves the event loop running, as does the next.
void showShortcuts(QWidget* parent);

/// Name, version, licence.
void showAbout(QWidget* parent);

} // namespace sextant::window
