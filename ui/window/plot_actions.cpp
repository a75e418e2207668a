// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/plot_actions.h"

#include "ui/exporting/figure_exporter.h"
#include "ui/panels/side_panels.h"
#include "ui/session/session.h"
#include "ui/window/window_menus.h"
#include "ui/workbench/plot_area.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QMainWindow>
#include <QMenu>

namespace sextant::window {

PlotActions::PlotActions(const WindowMenus& menus, session::Session& session, workbench::PlotArea& plots,
                         panels::SidePanels& panels, exporting::FigureExporter& exporter, QMainWindow& window)
    : QObject(&window),
      session_(session),
      plots_(plots),
      panels_(panels),
      exporter_(exporter),
      window_(window) {
    menus.view->insertAction(menus.cancel, panels.tableSwitch());
    menus.view->insertAction(menus.cancel, panels.rankSwitch());
    menus.view->insertAction(menus.cancel, panels.provenanceSwitch());
    menus.view->insertSeparator(menus.cancel);
    connect(menus.exportPlot, &QAction::triggered, this, [this] { exportPlots(false); });
    connect(menus.exportAll, &QAction::triggered, this, [this] { exportPlots(true); });
    connect(menus.copyImage, &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setPixmap(plots_.currentPlot().grab()); });
    connect(menus.copyTable, &QAction::triggered, this, [this] {
        QGuiApplication::clipboard()->setText(
            QString::fromStdString(figures::toText(plots_.currentPlot().table())));
    });
    connect(&plots, &workbench::PlotArea::currentPlotChanged, this,
            [this] { panels_.setPlot(&plots_.currentPlot()); });
    const auto showMap = [this](workspace::Map map) {
        if (session_.state().map == workspace::Map::Family) { // which has no cells to point at
            session_.apply(workspace::ShowMap{map});
        }
    };
    connect(&panels, &panels::SidePanels::pairChosen, this,
            [this, showMap](LayerIndex layer, LayerIndex other) {
                showMap(workspace::Map::Layers);
                session_.apply(workspace::ShowAnchor{layer});
                plots_.pointAt(other);
            });
    connect(&panels, &panels::SidePanels::headChosen, this,
            [this, showMap](LayerIndex layer, HeadIndex head) {
                showMap(workspace::Map::Heads);
                session_.apply(workspace::ShowHead{head});
                plots_.pointAt(layer, head);
            });
    connect(&plots, &workbench::PlotArea::plotMenuRequested, this,
            [this, menus](const QPoint& position) { showMenu(menus, position); });
}

void PlotActions::exportPlots(bool all) {
    std::vector<figures::PlotKind> kinds{plots_.currentPlot().kind()};
    if (all) {
        kinds.assign(std::begin(figures::kEveryPlot), std::end(figures::kEveryPlot));
    }
    exporter_.exportPlots([this] { return session_.view(); }, kinds,
                          {plots_.shownSignTop(), session_.state().colours == workspace::ColourRange::Fitted,
                           session_.state().depthBlocks, session_.state().maps});
}

void PlotActions::showMenu(const WindowMenus& menus, const QPoint& globalPosition) {
    auto* menu = new QMenu(&window_);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions({menus.copyImage, menus.copyTable, menus.exportPlot});
    menu->addSeparator();
    menu->addActions({panels_.tableSwitch(), menus.resetZoom});
    menu->popup(globalPosition);
}

} // namespace sextant::window
