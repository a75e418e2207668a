#pragma once

#include "ui/session/session.h"
#include "ui/window/drop_files.h"
#include "ui/window/window_menus.h"

#include <QMainWindow>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

class QStackedWidget;

namespace sextant {

class BannerArea;
class ControlsBar;
class FigureExporter;
class Headline;
class ModelOpener;
class PlotArea;
class Settings;
class SidePanels;
class StatusArea;

/// One window on one session: joins what a person does to the session, and what the session tells to what is
/// shown. Reads nothing, computes nothing and never waits.
class MainWindow : public QMainWindow {
    Q_OBJECT
    Q_DISABLE_COPY(MainWindow)
public:
    /// `session` may already be opening something. `settings` must outlive the window.
    MainWindow(std::unique_ptr<Session> session, Settings& settings);
    ~MainWindow() override;

    Session& session() const { return *session_; }

    /// Opens in this window.
    void openFile(const ArtifactFiles& files);

signals:
    /// For whoever keeps the windows.
    void newWindowRequested(const sextant::ArtifactFiles& files);

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
    void showView(const std::shared_ptr<const AnchorView>& view);
    void showActivity(BackgroundActivity& known, const BackgroundActivity& now);
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

    Settings& settings_;
    std::unique_ptr<Session> session_;
    const std::optional<std::filesystem::path> demo_;
    WindowMenus menus_;
    ControlsBar* controls_;
    BannerArea* banners_;
    Headline* headline_;
    QStackedWidget* pages_;
    PlotArea* plots_;
    StatusArea* status_;
    SidePanels* panels_;
    FigureExporter* exporter_;
    ModelOpener* models_;
    BackgroundActivity measuring_; ///< shown ahead of what the session does
    BackgroundActivity reading_;
    std::shared_ptr<const Artifact> shown_;
    bool working_ = false;
    bool fitColours_ = false;
};

} // namespace sextant
