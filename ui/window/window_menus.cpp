// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/window_menus.h"

#include <QAction>
#include <QCoreApplication>
#include <QKeySequence>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

namespace sextant::window {

namespace {

QString menuText(const char* text) {
    return QCoreApplication::translate("WindowMenus", text);
}

QAction* add(QMenu* menu, const char* text, const QList<QKeySequence>& keys = {}) {
    QAction* action = menu->addAction(menuText(text));
    action->setShortcuts(keys);
    return action;
}

QAction* addCheckable(QMenu* menu, const char* text) {
    QAction* action = add(menu, text);
    action->setCheckable(true);
    return action;
}

} // namespace

WindowMenus::WindowMenus(QMainWindow& window) {
    QMenuBar* bar = window.menuBar();

    file = bar->addMenu(menuText("&File"));
    open = add(file, "&Open\u2026", {QKeySequence(Qt::CTRL | Qt::Key_O)});
    openInNewWindow =
        add(file, "Open in &New Window\u2026", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)});
    openModel = add(file, "Open &Model\u2026", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_M)});
    openDemo = add(file, "Open &Demo");
    file->addSeparator();
    reload = add(file, "&Reload", {QKeySequence(Qt::Key_F5), QKeySequence(Qt::CTRL | Qt::Key_R)});
    locateTensors = add(file, "&Locate Tensor File\u2026");
    file->addSeparator();
    exportPlot = add(file, "&Export Plot\u2026", {QKeySequence(Qt::CTRL | Qt::Key_E)});
    exportAll = add(file, "Export &All Plots\u2026", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E)});
    copyImage = add(file, "Copy Plot as &Image", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C)});
    copyTable = add(file, "Copy Plot as &Table", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_T)});
    file->addSeparator();
    close = add(file, "Close &Window", {QKeySequence(Qt::CTRL | Qt::Key_W)});
    quit = add(file, "&Quit", {QKeySequence(Qt::CTRL | Qt::Key_Q)});

    view = bar->addMenu(menuText("&View"));
    meanOfHeads = add(view, "&Mean over Heads", {QKeySequence(Qt::Key_M)});
    previousHead = add(view, "Pre&vious Head", {QKeySequence(Qt::Key_BracketLeft)});
    nextHead = add(view, "&Next Head", {QKeySequence(Qt::Key_BracketRight)});
    view->addSeparator();
    layerMap = add(view, "Map of &Layers", {QKeySequence(Qt::CTRL | Qt::Key_1)});
    headMap = add(view, "Map of H&eads", {QKeySequence(Qt::CTRL | Qt::Key_2)});
    family = add(view, "What the La&yers Share", {QKeySequence(Qt::CTRL | Qt::Key_3)});
    depthBlocks = addCheckable(view, "Draw Depth &Blocks");
    fitColours = addCheckable(view, "&Fit Colours to the Data");
    colourByZ = addCheckable(view, "Colour Maps by &z");
    colourByZ->setShortcut(Qt::Key_Z);
    fadeChance = addCheckable(view, "&Pale within Chance");
    fadeChance->setShortcut(Qt::Key_P);
    resetZoom = add(view, "&Reset Zoom", {QKeySequence(Qt::Key_Escape)});
    view->addSeparator();
    cancel = add(view, "&Cancel Background Work", {QKeySequence(Qt::CTRL | Qt::Key_Period)});

    QMenu* go = bar->addMenu(menuText("&Go"));
    previousLayer = add(go, "&Previous Layer", {QKeySequence(Qt::Key_Left), QKeySequence(Qt::Key_Up)});
    nextLayer = add(go, "&Next Layer", {QKeySequence(Qt::Key_Right), QKeySequence(Qt::Key_Down)});
    firstLayer = add(go, "&First Layer", {QKeySequence(Qt::Key_Home)});
    lastLayer = add(go, "&Last Layer", {QKeySequence(Qt::Key_End)});
    goToLayer = add(go, "&Go to Layer", {QKeySequence(Qt::CTRL | Qt::Key_L)});
    go->addSeparator();
    suggestAnchor = add(go, "&Suggest Next Anchor", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_A)});
    go->addSeparator();
    back = add(go, "&Back", {QKeySequence(Qt::ALT | Qt::Key_Left)});
    forward = add(go, "F&orward", {QKeySequence(Qt::ALT | Qt::Key_Right)});

    QMenu* help = bar->addMenu(menuText("&Help"));
    guide = add(help, "&Guide", {QKeySequence(Qt::CTRL | Qt::Key_F1)});
    shortcuts = add(help, "Keyboard and Mouse &Shortcuts", {QKeySequence(Qt::Key_F1)});
    help->addSeparator();
    about = add(help, "&About Sextant");
    aboutQt = add(help, "About &Qt");
    setPossible({});
}

void WindowMenus::setPossible(const Possible& possible) {
    for (QAction* action :
         {locateTensors, exportPlot, exportAll, copyImage, copyTable, meanOfHeads, previousHead, nextHead,
          resetZoom, suggestAnchor, previousLayer, nextLayer, firstLayer, lastLayer, goToLayer}) {
        action->setEnabled(possible.artifact);
    }
    back->setEnabled(possible.back);
    forward->setEnabled(possible.forward);
    openDemo->setEnabled(possible.demo);
}

} // namespace sextant::window
