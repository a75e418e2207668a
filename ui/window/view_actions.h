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

/// Joins the menus View and Go to the session: every entry asks for one change. The menus of heads and of k'
/// are made here, as children of `window`. All must live as long as `window`.
void connectViewActions(const WindowMenus& menus, session::Session& session, workbench::PlotArea& plots,
                        QWidget& window);

} // namespace sextant::window
