// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/navigation_keys.h"

#include <QKeyEvent>
#include <QWidget>

namespace sextant::widgets {

NavigationKeys::NavigationKeys(QWidget* widget) : QObject(widget) {
    widget->installEventFilter(this);
}

bool NavigationKeys::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::ShortcutOverride) {
        const auto& key = static_cast<const QKeyEvent&>(*event);
        const bool walks = key.key() >= Qt::Key_Home && key.key() <= Qt::Key_PageDown;
        if (walks && !(key.modifiers() & (Qt::ControlModifier | Qt::AltModifier))) {
            event->accept();
            return true;
        }
    }
    return QObject::eventFilter(watched, event);
}

} // namespace sextant::widgets
