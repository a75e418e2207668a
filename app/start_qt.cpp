// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/start_qt.h"

#include "app/exit_status.h"
#include "app/output.h"
#include "core/base/error.h"

#include <QEvent>
#include <QPalette>
#include <QSemaphore>
#include <QString>
#include <QThreadPool>
#include <QtGlobal>

#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <iterator>
#include <latch>
#include <system_error>
#include <thread>
#include <vector>

#include <sys/resource.h>
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

/// How many threads the system gives at once, at most `wanted`.
int threadsGiven(int wanted) {
    std::latch end(1);
    std::vector<std::jthread> threads;
    try {
        while (std::ssize(threads) < wanted) {
            threads.emplace_back([&end] { end.wait(); });
        }
    } catch (const std::system_error&) { // there are no more
    }
    end.count_down();
    return static_cast<int>(threads.size());
}

/// Qt fills large areas with the threads of its pool, and would wait for ever for one that the system
/// refuses. So all of them are started here and stay; fewer where there are fewer. False when there is none.
/// Newer versions, such as Debian 13's, have a second pool for it that nobody can reach, and do without it.
bool startPaintingThreads() {
    struct Meeting {
        QSemaphore arrived;
        QSemaphore over;
    };
    constexpr int patienceMilliseconds = 5000;
    qputenv("QT_NO_GUI_THREADPOOL", "1");
    QThreadPool& pool = *QThreadPool::globalInstance();
    const int count = threadsGiven(pool.maxThreadCount());
    if (count == 0) {
        return false;
    }
    pool.setMaxThreadCount(count);
    pool.setExpiryTimeout(-1);
    // What is said of a thread that cannot be started is said below.
    const QtMessageHandler before =
        qInstallMessageHandler([](QtMsgType, const QMessageLogContext&, const QString&) {});
    const auto meeting = std::make_shared<Meeting>();
    for (int i = 0; i < count; ++i) {
        pool.start([meeting] {
            meeting->arrived.release();
            meeting->over.acquire();
        });
    }
    const bool allCame = meeting->arrived.tryAcquire(count, patienceMilliseconds);
    meeting->over.release(count);
    qInstallMessageHandler(before);
    return allCame;
}

/// Qt and GLib below it abort the program, or wait for ever, where the system gives them too little.
Result<void> requireWhatQtTakes() {
    constexpr rlim_t fewestFiles = 32;
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < fewestFiles) {
        return failure(
            ErrorCode::Unsupported, {}, {},
            fmt::format("the system allows the program {} open files; drawing takes {} (ulimit -n)",
                        files.rlim_cur, fewestFiles));
    }
    return startPaintingThreads()
               ? Result<void>{}
               : failure(ErrorCode::OutOfMemory, {}, {}, "the system refuses to start another thread");
}

/// A desktop may name no colour for the hints in empty fields. Qt then has a translucent black one, on dark
/// fields too; this keeps them readable whichever theme the desktop turns to.
class ReadableHints : public QObject {
public:
    explicit ReadableHints(QApplication* application) : QObject(application) {
        adapt();
        application->installEventFilter(this);
    }

    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::ApplicationPaletteChange && !adapting_) {
            adapt();
        }
        return QObject::eventFilter(watched, event);
    }

private:
    void adapt() {
        adapting_ = true;
        QApplication::setPalette(QPalette()); // the desktop's own
        const QPalette palette = QApplication::palette();
        const int field = palette.color(QPalette::Base).lightness();
        const QColor hint = palette.color(QPalette::PlaceholderText);
        constexpr int leastContrast = 40; // of 255
        if (std::abs(hint.lightness() - field) * hint.alpha() / 255 < leastContrast) {
            QColor readable = palette.color(QPalette::Text);
            readable.setAlphaF(0.5F);
            QPalette own;
            own.setColor(QPalette::PlaceholderText, readable);
            QApplication::setPalette(own);
        }
        adapting_ = false;
    }

    bool adapting_ = false;
};

} // namespace

std::unique_ptr<QApplication> startQt(int& argc, char** argv) {
    if (const Result<void> possible = requireWhatQtTakes(); !possible) {
        ::_exit(reportFailure(possible.error()));
    }
    const QtMessageHandler before = qInstallMessageHandler(onStartMessage);
    auto application = std::make_unique<QApplication>(argc, argv);
    qInstallMessageHandler(before);
    new ReadableHints(application.get());
    return application;
}

} // namespace sextant::app
