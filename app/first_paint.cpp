// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/first_paint.h"

#include "app/exit_status.h"
#include "app/output.h"

#include <QCoreApplication>
#include <QEvent>
#include <QTimer>

#include <fmt/format.h>

#include <chrono>

namespace sextant::app {

FirstPaint::FirstPaint(QObject* application) : QObject(application) {
    application->installEventFilter(this);
}

bool FirstPaint::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Paint && !seen_) {
        seen_ = true;
        // All widgets of a window are painted and put on the screen before the next event is taken.
        QTimer::singleShot(0, qApp, [] {
            const std::chrono::duration<double> now = std::chrono::steady_clock::now().time_since_epoch();
            StandardOutput out;
            out.print(fmt::format("first_paint {:.6f}\n", now.count()));
            const Result<void> printed = out.result();
            QCoreApplication::exit(printed ? kExitSuccess : reportFailure(printed.error()));
        });
    }
    return QObject::eventFilter(watched, event);
}

} // namespace sextant::app
