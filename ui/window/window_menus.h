// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QAction;
class QMainWindow;
class QMenu;

namespace sextant::window {

/// Every action of the window, in its menus and with its keys. The owner of the menus connects the actions.
struct WindowMenus {
    /// Fills the menu bar of `window`. The menus live as long as the window.
    explicit WindowMenus(QMainWindow& window);

    /// Which actions make sense now.
    struct Possible {
        bool artifact = false; ///< one is open
        bool back = false;
        bool forward = false;
        bool demo = false; ///< it is installed
    };
    void setPossible(const Possible& possible);

    QMenu* file = nullptr;
    QAction* open = nullptr;
    QAction* openInNewWindow = nullptr;
    QAction* openModel = nullptr; ///< measures a checkpoint
    QAction* openDemo = nullptr;  ///< the recent files menu is inserted before it
    QAction* reload = nullptr;
    QAction* locateTensors = nullptr;
    QAction* exportPlot = nullptr;
    QAction* exportAll = nullptr;
    QAction* copyImage = nullptr;
    QAction* copyTable = nullptr;
    QAction* close = nullptr;
    QAction* quit = nullptr;

    QMenu* view = nullptr;
    QAction* meanOfHeads = nullptr; ///< the submenus of heads and of k' are inserted before it
    QAction* previousHead = nullptr;
    QAction* nextHead = nullptr;
    QAction* fitColours = nullptr; ///< checkable, as are the next two
    QAction* colourByZ = nullptr;
    QAction* fadeChance = nullptr;
    QAction* resetZoom = nullptr;
    QAction* layerMap = nullptr;
    QAction* headMap = nullptr;
    QAction* family = nullptr;
    QAction* depthBlocks = nullptr; ///< checkable
    QAction* cancel = nullptr;      ///< the panels' switches are inserted before it

    QAction* previousLayer = nullptr;
    QAction* nextLayer = nullptr;
    QAction* firstLayer = nullptr;
    QAction* lastLayer = nullptr;
    QAction* back = nullptr;
    QAction* forward = nullptr;
    QAction* goToLayer = nullptr;
    QAction* suggestAnchor = nullptr;

    QAction* guide = nullptr;
    QAction* shortcuts = nullptr;
    QAction* about = nullptr;
    QAction* aboutQt = nullptr;
};

} // namespace sextant::window
