// SPDX-License-Identifier: GPL-3.0-or-later
// bench_window X.json: opens an artifact in a real window of 1600 x 1000. Times a click on a layer until its
// picture is shown, with the tables ready and while they are being computed, and the longest stalls of the
// event loop: then, while every plot is exported in every format, and while the window closes.
#include "tests/bench/stopwatch.h"
#include "ui/exporting/export_run.h"
#include "ui/session/session.h"
#include "ui/window/explorer.h"
#include "ui/window/main_window.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>

using namespace sextant;

namespace {

constexpr int kClicks = 100;
constexpr int kOpenings = 10;

/// The longest time between two turns of the event loop.
class StallWatch {
public:
    StallWatch() {
        QObject::connect(&timer_, &QTimer::timeout, [this] { turn(); });
        timer_.start(0);
        clock_.start();
    }

    double longest() const { return longest_; }

private:
    void turn() {
        longest_ = std::max(longest_, static_cast<double>(clock_.nsecsElapsed()) * 1e-9);
        clock_.restart();
    }

    QTimer timer_;
    QElapsedTimer clock_;
    double longest_ = 0.0;
};

/// Runs the event loop until the condition holds, which is looked at after each signal of the session.
template <typename Condition>
void runUntil(session::Session& session, const Condition& condition) {
    QEventLoop loop;
    const auto look = [&] {
        if (condition()) {
            loop.quit();
        }
    };
    QObject::connect(&session, &session::Session::viewChanged, &loop, look);
    QObject::connect(&session, &session::Session::activityChanged, &loop, look);
    if (!condition()) {
        loop.exec();
    }
}

/// From the request to the picture: every plot has the new anchor and its paint events are done.
double clickOn(session::Session& session, int layer) {
    return bench::secondsOf([&] {
        session.apply(workspace::ShowAnchor{LayerIndex{layer}});
        runUntil(session,
                 [&] { return session.view()->anchor.value == layer && session.view()->hasAngles(); });
        QCoreApplication::processEvents();
    });
}

/// The longest stall while every plot is exported in this format.
double stallOfExport(const session::Session& session, exporting::FigureFormat format,
                     const QTemporaryDir& folder) {
    exporting::FigureOptions options;
    options.format = format;
    std::vector<exporting::FigureJob> jobs;
    for (const figures::PlotKind kind : figures::kAllPlots) {
        const QString name = exporting::figureFileName(*session.view(), kind, format);
        jobs.push_back({kind, folder.filePath(name).toStdString()});
    }
    QEventLoop loop;
    const StallWatch watch;
    QObject::connect(new exporting::ExportRun(session.view(), jobs, options,
                                              std::make_shared<session::BackgroundDisposal>(),
                                              exporting::writeFigure, &loop),
                     &exporting::ExportRun::finished, &loop, &QEventLoop::quit);
    loop.exec();
    return watch.longest();
}

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    if (argc != 2) {
        std::fprintf(stderr, "bench_window X.json\n");
        return 2;
    }
    const QTemporaryDir settings;
    window::Explorer explorer(settings.filePath(QStringLiteral("settings.json")),
                              ThreadBudget(defaultThreadCount()));
    window::MainWindow& window = explorer.openWindow(opening::ArtifactFiles{argv[1], {}});
    window.resize(1600, 1000);
    session::Session& session = window.session();
    bool working = true;
    QObject::connect(
        &session, &session::Session::activityChanged,
        [&](const session::BackgroundActivity& activity) { working = !activity.what.isEmpty(); });
    const auto complete = [&] { return !working && session.view() && session.view()->hasAngles(); };
    runUntil(session, complete);
    const int layers = session.artifact()->shape().layers;

    std::vector<double> ready;
    for (int i = 0; i < kClicks; ++i) {
        ready.push_back(clickOn(session, i * 7 % layers));
    }
    std::vector<double> busy;
    double stall = 0.0;
    for (int i = 0; i < kOpenings; ++i) {
        const StallWatch watch;
        working = true;
        session.open(argv[1]);
        runUntil(session,
                 [&] { return session.view()->hasAngles() && session.artifact()->tensors && working; });
        busy.push_back(clickOn(session, (session.anchor().value + 11) % layers));
        runUntil(session, complete);
        stall = std::max(stall, watch.longest());
    }
    const double exportStall = std::max({stallOfExport(session, exporting::FigureFormat::Png, settings),
                                         stallOfExport(session, exporting::FigureFormat::Svg, settings),
                                         stallOfExport(session, exporting::FigureFormat::Pdf, settings)});
    const double closing = bench::secondsOf([&] {
        window.close();
        QCoreApplication::processEvents();
    });
    std::printf("ready %g\nready_worst %g\nbusy_worst %g\nstall %g\nexport_stall %g\nclosing %g\n",
                bench::median(ready), *std::max_element(ready.begin(), ready.end()),
                *std::max_element(busy.begin(), busy.end()), stall, exportStall, closing);
    return 0;
}
