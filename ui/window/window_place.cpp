// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/window_place.h"

#include <QGuiApplication>
#include <QMainWindow>
#include <QScreen>

#include <algorithm>

namespace sextant::window {

namespace {

constexpr QSize kFirstSize{1360, 860};
constexpr QSize kFrame{16, 48}; ///< what a desktop may put around a window
constexpr QPoint kStep{32, 32};

} // namespace

QRect clampedTo(QRect wanted, const QRect& available) {
    wanted.setSize(wanted.size().boundedTo(available.size()));
    wanted.moveLeft(std::clamp(wanted.left(), available.left(), available.right() + 1 - wanted.width()));
    wanted.moveTop(std::clamp(wanted.top(), available.top(), available.bottom() + 1 - wanted.height()));
    return wanted;
}

void savePlace(const QMainWindow& window, session::WindowLayout& layout) {
    const QPoint frame = window.geometry().topLeft() - window.pos();
    const QRect normal =
        window.isMaximized() || window.isFullScreen() ? window.normalGeometry() : window.geometry();
    layout.position = normal.topLeft() - frame;
    layout.size = normal.size();
    layout.maximized = window.isMaximized();
}

void placeBeside(QMainWindow& window, const QMainWindow& before) {
    const QRect wanted(before.pos() + kStep, window.size() + kFrame);
    window.move(clampedTo(wanted, before.screen()->availableGeometry()).topLeft());
}

void restorePlace(QMainWindow& window, const session::WindowLayout& layout) {
    const QScreen* screen = QGuiApplication::screenAt(QRect(layout.position, layout.size).center());
    const QRect available = (screen != nullptr ? screen : window.screen())->availableGeometry();
    if (layout.size.isEmpty()) {
        window.resize(kFirstSize.boundedTo(available.size() - kFrame));
        return;
    }
    const QRect frame = clampedTo(QRect(layout.position, layout.size + kFrame), available);
    window.resize(layout.size.boundedTo(frame.size() - kFrame));
    window.move(frame.topLeft());
    if (layout.maximized) {
        window.setWindowState(window.windowState() | Qt::WindowMaximized);
    }
}

} // namespace sextant::window
