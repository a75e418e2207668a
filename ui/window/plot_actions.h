// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QPoint;
class QMainWindow;

namespace sextant::exporting {
class FigureExporter;
} // namespace sextant::exporting

namespace sextant::panels {
class SidePanels;
} // namespace sextant::panels

namespace sextant::session {
class Session;
} // namespace sextant::session

namespace sextant::workbench {
class PlotArea;
} // namespace sextant::workbench

namespace sextant::window {

struct WindowMenus;

/// Actions on the current plot: exporting, copying, its context menu, and its numbers in the panel.
class PlotActions : public QObject {
    Q_OBJECT
public:
    /// All must outlive this; `window` owns it.
    PlotActions(const WindowMenus& menus, session::Session& session, workbench::PlotArea& plots,
                panels::SidePanels& panels, exporting::FigureExporter& exporter, QMainWindow& window);

private:
    void exportPlots(bool all);
    void showMenu(const WindowMenus& menus, const QPoint& globalPosition);

    session::Session& session_;
    workbench::PlotArea& plots_;
    panels::SidePanels& panels_;
    exporting::FigureExporter& exporter_;
    QMainWindow& window_;
};

} // namespace sextant::window
