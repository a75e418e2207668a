// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace sextant::session {
class Session;
} // namespace sextant::session

namespace sextant::workbench {
class PlotArea;
} // namespace sextant::workbench

namespace sextant::window {

struct WindowMenus;

/// Connects the View and Go menus to the session: every entry requests one change. Creates the submenus of
/// heads and of k' as children of `window`. All must live as long as `window`.
void connectViewActions(const WindowMenus& menus, session::Session& session, workbench::PlotArea& plots,
                        QWidget& window);

} // namespace sextant::window
