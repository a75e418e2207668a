// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/explorer.h"

#include "ui/session/session.h"
#include "ui/window/main_window.h"
#include "ui/window/window_icon.h"

#include <QApplication>
#include <QTimer>

#include <algorithm>
#include <chrono>
#include <utility>

namespace sextant::window {

namespace {

/// Delay before the icon is drawn, which must not hold up the first window.
constexpr int kIconDelayMilliseconds = 100;

/// How long the program waits at its end for work that was stopped. What still runs then is lost with the
/// process; a measurement resumes from its journal the next time.
constexpr std::chrono::milliseconds kPatienceAtTheEnd{100};

} // namespace

Explorer::Explorer(const QString& settingsFile, ThreadBudget budget, std::filesystem::path modelCache)
    : settings_(settingsFile),
      budget_(std::move(budget)),
      modelCache_(std::move(modelCache)),
      disposal_(std::make_shared<session::BackgroundDisposal>(kPatienceAtTheEnd)) {
    QTimer::singleShot(kIconDelayMilliseconds, this, [] { QApplication::setWindowIcon(windowIcon()); });
}

Explorer::~Explorer() {
    for (const QPointer<MainWindow>& window : windows_) {
        delete window;
    }
}

MainWindow& Explorer::openWindow(const std::optional<opening::ArtifactFiles>& files,
                                 std::optional<int> anchor) {
    auto session = std::make_unique<session::Session>(
        session::BackgroundServices::ofCore(budget_, modelCache_), disposal_);
    if (files) {
        session->open(files->json, files->eigdirs, anchor, opening::rememberedTensors(settings_, *files));
    }
    auto* window = new MainWindow(std::move(session), settings_);
    std::erase_if(windows_, [](const QPointer<MainWindow>& old) { return old.isNull(); });
    if (!windows_.empty()) {
        window->stepBeside(*windows_.back());
    }
    windows_.emplace_back(window);
    connect(window, &MainWindow::newWindowRequested, this,
            [this](const opening::ArtifactFiles& more) { openWindow(more); });
    window->show();
    return *window;
}

} // namespace sextant::window
