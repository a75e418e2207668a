// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace sextant::window {

/// Opens the guide, a tab for each of its pages, beside the window; brings it to the front when it is open
/// already. Returns at once.
void showGuide(QWidget* parent);

} // namespace sextant::window
