// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/start_qt.h"

#include "app/exit_status.h"
#include "app/output.h"
#include "core/base/error.h"

#include <QString>
#include <QtGlobal>

#include <fmt/format.h>

#include <cstring>

#include <unistd.h>

namespace sextant::app {
namespace {

/// Where Qt has looked for a screen.
Error noScreen() {
    for (const char* variable : {"QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY"}) {
        if (const QByteArray value = qgetenv(variable); !value.isEmpty()) {
            return {ErrorCode::NotFound,
                    {},
                    fmt::format("{}={}", variable, value.toStdString()),
                    "Qt cannot open a window there; report, export and measure need none, and "
                    "QT_DEBUG_PLUGINS=1 makes Qt say more"};
        }
    }
    return {ErrorCode::NotFound, {}, {}, "Qt finds no platform plugin to draw with"};
}

/// Qt says several lines before it gives up; ours stands for all of them unless somebody is looking for more.
void onStartMessage(QtMsgType type, const QMessageLogContext& context, const QString& text) {
    if (type == QtFatalMsg) {
        ::_exit(reportFailure(noScreen()));
    }
    const bool aboutPlatform =
        context.category != nullptr && std::strncmp(context.category, "qt.qpa", 6) == 0;
    if (!aboutPlatform || !qEnvironmentVariableIsEmpty("QT_DEBUG_PLUGINS")) {
        printError(qFormatLogMessage(type, context, text).toStdString() + '\n');
    }
}

} // namespace

std::unique_ptr<QApplication> startQt(int& argc, char** argv) {
    const QtMessageHandler before = qInstallMessageHandler(onStartMessage);
    auto application = std::make_unique<QApplication>(argc, argv);
    qInstallMessageHandler(before);
    return application;
}

} // namespace sextant::app
