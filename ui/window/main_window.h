// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/measure.h"
#include "ui/opening/drop_files.h"
#include "ui/session/session.h"
#include "ui/window/window_menus.h"

#include <QMainWindow>

#include <filesystem>
#include <memory>

class QStackedWidget;

namespace sextant::headline {
class Headline;
} // namespace sextant::headline

namespace sextant::notices {
class BannerArea;
} // namespace sextant::notices

namespace sextant::opening {
class ModelOpener;
} // namespace sextant::opening

namespace sextant::panels {
class SidePanels;
} // namespace sextant::panels

namespace sextant::session {
class Settings;
} // namespace sextant::session

namespace sextant::workbench {
class ControlsBar;
class PlotArea;
} // namespace sextant::workbench

namespace sextant::window {

class FileActions;
class StatusArea;

/// One window on one session: its widgets, each of which renders what the session says. User actions are
/// connected to the session elsewhere: files in FileActions, the view in view_actions.h, plots in
/// PlotActions. Reads nothing, computes nothing and never waits.
class MainWindow : public QMainWindow {
    Q_OBJECT
    Q_DISABLE_COPY(MainWindow)
public:
    /// `session` may already be opening something. `settings` must outlive the window.
    MainWindow(std::unique_ptr<session::Session> session, session::Settings& settings);
    ~MainWindow() override;

    session::Session& session() const { return *session_; }

    /// Puts this further window a step beside the one before. Only a first window's place is remembered: a
    /// next start would else begin a step farther each time.
    void stepBeside(const MainWindow& before);

    /// Opens in this window.
    void openFile(const opening::ArtifactFiles& files);

    /// Measures a model in the background, after those that wait already, and opens its artifact.
    void measureModel(const measure::MeasureOptions& options);

signals:
    /// Handled by the owner of the windows.
    void newWindowRequested(const sextant::opening::ArtifactFiles& files);

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void buildCentre();
    void connectControls();
    void connectSession();
    void connectNotices();
    void restoreLayout();

    void showArtifact();
    void showState(const workspace::ViewState& state);
    void showView(const std::shared_ptr<const quantities::AnchorView>& view);
    void showSignTops();
    void showFailure();
    void updateMenus();
    void updateTitle();

    session::Settings& settings_;
    bool isPlaceRemembered_ = true;
    std::unique_ptr<session::Session> session_;
    WindowMenus menus_;
    workbench::ControlsBar* controls_;
    notices::BannerArea* banners_;
    headline::Headline* headline_;
    QStackedWidget* pages_;
    workbench::PlotArea* plots_;
    StatusArea* status_;
    panels::SidePanels* panels_;
    opening::ModelOpener* models_;
    FileActions* files_;
};

} // namespace sextant::window
