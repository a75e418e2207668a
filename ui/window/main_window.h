// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/opening/drop_files.h"
#include "ui/session/session.h"
#include "ui/window/window_menus.h"

#include <QMainWindow>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

class QStackedWidget;

namespace sextant::notices {
class BannerArea;
} // namespace sextant::notices

namespace sextant::workbench {
class ControlsBar;
class PlotArea;
} // namespace sextant::workbench

namespace sextant::exporting {
class FigureExporter;
} // namespace sextant::exporting

namespace sextant::headline {
class Headline;
} // namespace sextant::headline

namespace sextant::opening {
class ModelOpener;
} // namespace sextant::opening

namespace sextant::session {
class Settings;
} // namespace sextant::session

namespace sextant::panels {
class SidePanels;
} // namespace sextant::panels

namespace sextant::window {

class StatusArea;

/// One window on one session: joins what a person does to the session, and what the session tells to what is
/// shown. Reads nothing, computes nothing and never waits.
class MainWindow : public QMainWindow {
    Q_OBJECT
    Q_DISABLE_COPY(MainWindow)
public:
    /// `session` may already be opening something. `settings` must outlive the window.
    MainWindow(std::unique_ptr<session::Session> session, session::Settings& settings);
    ~MainWindow() override;

    session::Session& session() const { return *session_; }

    /// Opens in this window.
    void openFile(const opening::ArtifactFiles& files);

signals:
    /// For whoever keeps the windows.
    void newWindowRequested(const sextant::opening::ArtifactFiles& files);

protected:
    void closeEvent(QCloseEvent* event) override;

private:
    void buildCentre();
    void addMenusOfChoice();
    void connectFileMenu();
    void connectViewMenu();
    void connectGoAndHelpMenus();
    void connectControls();
    void connectDrops();
    void connectSession();
    void restoreLayout();

    void showArtifact();
    void showView(const std::shared_ptr<const analysis::AnchorView>& view);
    void showActivity(session::BackgroundActivity& known, const session::BackgroundActivity& now);
    void cancelWork();
    void showSignTops();
    void updateMenus();
    void updateTitle();

    void setSignTop(int top);
    void setFitColours(bool fit);
    void moveAnchor(int by);
    void moveHead(int by);
    void exportPlots(bool all);
    void locateTensors();
    void showPlotMenu(const QPoint& globalPosition);
    QString folder() const;

    session::Settings& settings_;
    std::unique_ptr<session::Session> session_;
    const std::optional<std::filesystem::path> demo_;
    WindowMenus menus_;
    workbench::ControlsBar* controls_;
    notices::BannerArea* banners_;
    headline::Headline* headline_;
    QStackedWidget* pages_;
    workbench::PlotArea* plots_;
    StatusArea* status_;
    panels::SidePanels* panels_;
    exporting::FigureExporter* exporter_;
    opening::ModelOpener* models_;
    session::BackgroundActivity measuring_; ///< shown ahead of what the session does
    session::BackgroundActivity reading_;
    std::shared_ptr<const artifact::Artifact> shown_;
    bool working_ = false;
    bool fitColours_ = false;
};

} // namespace sextant::window
