// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/window_icon.h"

#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

// Keeps the resource of this static library in the program. The macro works only in the global namespace.
static void keepResource() {
    Q_INIT_RESOURCE(window);
}

namespace sextant::window {

QIcon windowIcon() {
    keepResource();
    QSvgRenderer drawing(QStringLiteral(":/icons/sextant.svg"));
    QIcon icon;
    for (const int size : {16, 24, 32, 48, 64, 128}) {
        QPixmap picture(size, size);
        picture.fill(Qt::transparent);
        QPainter painter(&picture);
        drawing.render(&painter);
        painter.end();
        icon.addPixmap(picture);
    }
    return icon;
}

} // namespace sextant::window
