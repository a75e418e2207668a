// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/support/patience.h"
#include "ui/notices/banner_area.h"
#include "ui/session/session.h"
#include "ui/session/settings.h"
#include "ui/window/main_window.h"
#include "ui/workbench/plot_area.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QDockWidget>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <memory>
#include <utility>

namespace sextant::window {

inline QString artifactFile(const char* name) {
    return QStringLiteral(SEXTANT_TEST_DATA "/artifacts/") + name;
}

/// A window on real artifacts, with settings in a folder of its own.
struct OpenedWindow {
    explicit OpenedWindow(const QString& settingsFile = {}, std::filesystem::path modelCache = {})
        : settings(settingsFile.isEmpty() ? folder.filePath("settings.json") : settingsFile),
          cache(std::move(modelCache)) {
        build();
    }

    ~OpenedWindow() { delete window; }

    void build() {
        build(session::BackgroundServices::ofCore(ThreadBudget(defaultThreadCount()), cache),
              std::make_shared<session::BackgroundDisposal>());
    }

    void build(session::BackgroundServices services, std::shared_ptr<session::BackgroundDisposal> disposal) {
        window = new MainWindow(std::make_unique<session::Session>(std::move(services), std::move(disposal)),
                                settings);
        window->setAttribute(Qt::WA_DeleteOnClose, false);
        window->show();
        QVERIFY(QTest::qWaitForWindowExposed(window));
    }

    /// Opens and waits until everything of it is shown.
    bool open(const QString& path) {
        window->openFile({path.toStdString(), {}});
        return QTest::qWaitFor([&] { return shows(path); }, test::kPatience);
    }

    bool shows(const QString& path) const {
        const auto view = session().view();
        return view && view->tables->artifact->grams->path == path.toStdString() &&
               session().isViewCurrent() && (view->hasAngles() || view->tables->artifact->tensorError);
    }

    bool waitForAnchor(int layer) const {
        return QTest::qWaitFor([&] { return session().view()->anchor.value == layer; }, test::kPatience);
    }

    session::Session& session() const { return window->session(); }
    int shownAnchor() const { return session().view()->anchor.value; }

    template <typename Widget>
    Widget* named(const QString& accessibleName) const {
        for (Widget* widget : window->findChildren<Widget*>()) {
            if (widget->accessibleName() == accessibleName) {
                return widget;
            }
        }
        return nullptr;
    }

    /// The window's own: a dock brings one of the same text.
    QAction* action(const QString& text) const {
        for (QAction* action : window->findChildren<QAction*>()) {
            if (action->text().remove(QLatin1Char('&')) == text &&
                qobject_cast<QDockWidget*>(action->parent()) == nullptr) {
                return action;
            }
        }
        return nullptr;
    }

    QString banner(notices::BannerTopic topic) const {
        return window->findChild<notices::BannerArea*>()->textOf(topic);
    }
    workbench::PlotArea& plots() const { return *window->findChild<workbench::PlotArea*>(); }

    QTemporaryDir folder;
    session::Settings settings;
    std::filesystem::path cache;
    MainWindow* window = nullptr;
};

} // namespace sextant::window
