// SPDX-License-Identifier: GPL-3.0-or-later
// bench_first_angles X.json: opens an artifact in a real window and prints how long after the window's first
// picture the first picture with principal angles is there.
#include "ui/session/session.h"
#include "ui/window/explorer.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QEvent>
#include <QTemporaryDir>
#include <QTimer>

#include <chrono>
#include <cstdio>
#include <optional>

using namespace sextant;

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point begin) {
    return std::chrono::duration<double>(Clock::now() - begin).count();
}

/// Watches a window until it has been painted with angles.
class AngleWatch : public QObject {
public:
    explicit AngleWatch(window::MainWindow& window) : QObject(&window), session_(window.session()) {
        qApp->installEventFilter(this);
        connect(&session_, &session::Session::viewChanged, this, [this] {
            if (session_.view() && session_.view()->hasAngles() && !shown_) {
                shown_ = true;
                // The plots have been told in this turn of the event loop and are painted in the next.
                QTimer::singleShot(0, this, [this] { finish(); });
            }
        });
    }

    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Paint && !painted_) {
            painted_ = Clock::now();
            // All widgets of a window are painted before the next event is taken.
            QTimer::singleShot(0, this, [this] { painted_ = Clock::now(); });
        }
        return QObject::eventFilter(watched, event);
    }

private:
    void finish() {
        QCoreApplication::processEvents();
        std::printf("first_angles %g\n", painted_ ? secondsSince(*painted_) : 0.0);
        QCoreApplication::exit(0);
    }

    session::Session& session_;
    std::optional<Clock::time_point> painted_;
    bool shown_ = false;
};

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "bench_first_angles X.json\n");
        return 2;
    }
    const QTemporaryDir settings;
    window::Explorer explorer(settings.filePath(QStringLiteral("settings.json")),
                              ThreadBudget(defaultThreadCount()));
    window::MainWindow& window = explorer.openWindow(opening::ArtifactFiles{argv[1], {}});
    window.resize(1600, 1000);
    new AngleWatch(window);
    return QApplication::exec();
}
