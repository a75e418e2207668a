// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/view_actions.h"

#include "core/figures/map_figures.h"
#include "ui/session/session.h"
#include "ui/widgets/choice_menu.h"
#include "ui/window/window_menus.h"
#include "ui/workbench/plot_area.h"
#include "ui/workbench/plot_choices.h"

#include <QAction>
#include <QCoreApplication>
#include <QMenu>

namespace sextant::window {

namespace {

QString viewText(const char* source) {
    return QCoreApplication::translate("MainWindow", source);
}

void addMenusOfChoice(const WindowMenus& menus, session::Session& session, workbench::PlotArea& plots,
                      QWidget& window) {
    auto* heads = new widgets::ChoiceMenu(
        viewText("&Heads"), [&session] { return workbench::headChoices(session); }, &window);
    QObject::connect(heads, &widgets::ChoiceMenu::chosen, &session, [&session](int index) {
        session.apply(
            workspace::ShowHead{index == 0 ? HeadSelection() : HeadSelection(HeadIndex{index - 1})});
    });
    menus.view->insertMenu(menus.meanOfHeads, heads);

    auto* tops = new widgets::ChoiceMenu(
        viewText("Signs of the Leading Ei&genvalues"),
        [&session, &plots] { return workbench::signTopChoices(session.view().get(), plots.shownSignTop()); },
        &window);
    QObject::connect(tops, &widgets::ChoiceMenu::chosen, &session, [&session](int index) {
        session.apply(workspace::SetSignTop{session.view()->signTops()[static_cast<std::size_t>(index)]});
    });
    menus.view->insertMenu(menus.layerMap, tops);

    auto* references = new widgets::ChoiceMenu(
        viewText("Compared &With"), [&session] { return workbench::referenceChoices(session.state()); },
        &window);
    QObject::connect(references, &widgets::ChoiceMenu::chosen, &session, [&session](int index) {
        session.apply(workspace::CompareWith{workbench::kReferenceChoices[static_cast<std::size_t>(index)]});
    });
    menus.view->insertMenu(menus.layerMap, references);

    auto* quantities = new widgets::ChoiceMenu(
        viewText("Map of Hea&ds Shows"), [&session] { return workbench::quantityChoices(session); }, &window);
    QObject::connect(quantities, &widgets::ChoiceMenu::chosen, &session, [&session](int index) {
        session.apply(workspace::ShowQuantity{figures::kMapQuantities[static_cast<std::size_t>(index)]});
        session.apply(workspace::ShowMap{workspace::Map::Heads});
    });
    menus.view->insertMenu(menus.fitColours, quantities);
}

} // namespace

void connectViewActions(const WindowMenus& menus, session::Session& session, workbench::PlotArea& plots,
                        QWidget& window) {
    const auto ask = [&session](QAction* action, const workspace::Change& change) {
        QObject::connect(action, &QAction::triggered, &session,
                         [&session, change] { session.apply(change); });
    };
    ask(menus.meanOfHeads, workspace::ShowHead{});
    ask(menus.previousHead, workspace::MoveHead{-1});
    ask(menus.nextHead, workspace::MoveHead{1});
    ask(menus.previousLayer, workspace::MoveAnchor{-1});
    ask(menus.nextLayer, workspace::MoveAnchor{1});
    ask(menus.resetZoom, workspace::ResetZoom{});
    ask(menus.firstLayer, workspace::ShowAnchor{LayerIndex{0}});
    QObject::connect(menus.lastLayer, &QAction::triggered, &session, [&session] {
        session.apply(workspace::ShowAnchor{LayerIndex{session.artifact()->shape().layers - 1}});
    });
    QObject::connect(menus.fitColours, &QAction::toggled, &session, [&session](bool fit) {
        session.apply(
            workspace::SetColours{fit ? workspace::ColourRange::Fitted : workspace::ColourRange::Fixed});
    });
    QObject::connect(menus.colourByZ, &QAction::toggled, &session, [&session](bool byZ) {
        session.apply(workspace::ColourMapsBy{byZ ? MapColours::Z : MapColours::Value});
    });
    QObject::connect(menus.fadeChance, &QAction::toggled, &session,
                     [&session](bool faded) { session.apply(workspace::FadeChance{faded}); });
    for (const auto& [action, map] :
         {std::pair(menus.layerMap, workspace::Map::Layers), std::pair(menus.headMap, workspace::Map::Heads),
          std::pair(menus.family, workspace::Map::Family)}) {
        QObject::connect(action, &QAction::triggered, &plots, [&session, &plots, shown = map] {
            session.apply(workspace::ShowMap{shown});
            plots.focusPlot(Qt::OtherFocusReason);
        });
    }
    QObject::connect(menus.depthBlocks, &QAction::toggled, &session,
                     [&session](bool shown) { session.apply(workspace::ShowDepthBlocks{shown}); });
    QObject::connect(menus.back, &QAction::triggered, &session, &session::Session::goBack);
    QObject::connect(menus.forward, &QAction::triggered, &session, &session::Session::goForward);
    addMenusOfChoice(menus, session, plots, window);
}

} // namespace sextant::window
