// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "ui/exporting/figure_exporter.h"
#include "ui/headline/headline.h"
#include "ui/notices/banner_area.h"
#include "ui/notices/session_banners.h"
#include "ui/opening/demo_artifact.h"
#include "ui/opening/drop_target.h"
#include "ui/opening/empty_page.h"
#include "ui/opening/file_dialogs.h"
#include "ui/opening/model_opener.h"
#include "ui/opening/recent_menu.h"
#include "ui/panels/side_panels.h"
#include "ui/plots/model_text.h"
#include "ui/plots/plot_titles.h"
#include "ui/session/paths.h"
#include "ui/session/settings.h"
#include "ui/widgets/choice_menu.h"
#include "ui/window/help_dialogs.h"
#include "ui/window/status_area.h"
#include "ui/workbench/controls_bar.h"
#include "ui/workbench/plot_area.h"
#include "ui/workbench/plot_choices.h"

#include <QApplication>
#include <QClipboard>
#include <QCloseEvent>
#include <QDir>
#include <QFileInfo>
#include <QFrame>
#include <QMessageBox>
#include <QScreen>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace sextant::window {

namespace {

constexpr QSize kFirstSize{1360, 860};
constexpr QSize kFrame{16, 48}; ///< what a desktop may put around a window

} // namespace

MainWindow::MainWindow(std::unique_ptr<session::Session> session, session::Settings& settings)
    : settings_(settings),
      session_(std::move(session)),
      demo_(opening::demoArtifact()),
      menus_(*this),
      controls_(new workbench::ControlsBar(this)),
      banners_(new notices::BannerArea),
      headline_(new headline::Headline),
      pages_(new QStackedWidget),
      plots_(new workbench::PlotArea),
      status_(new StatusArea(this)),
      panels_(new panels::SidePanels(*this)),
      exporter_(new exporting::FigureExporter(*this, settings, *banners_)),
      models_(new opening::ModelOpener(*this, *banners_)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setContextMenuPolicy(Qt::NoContextMenu);
    addToolBar(controls_);
    setStatusBar(status_);
    buildCentre();
    addMenusOfChoice();
    connectFileMenu();
    connectViewMenu();
    connectGoAndHelpMenus();
    connectControls();
    connectDrops();
    connectSession();
    const session::PlotChoices choices = settings_.plotChoices();
    plots_->setSignTop(choices.signTop);
    setFitColours(choices.fitColours);
    restoreLayout();
    updateMenus();
    updateTitle();
    // Keys work from the start; the ring is for who walks by keys.
    plots_->plot(plots::PlotKind::Heatmap).setFocus(Qt::MouseFocusReason);
}

MainWindow::~MainWindow() {
    // Widgets hold views; the session is told to stop before they are taken down one by one.
    session_.reset();
}

void MainWindow::buildCentre() {
    auto* empty = new opening::EmptyPage(demo_.has_value());
    connect(empty, &opening::EmptyPage::openRequested, menus_.open, &QAction::trigger);
    connect(empty, &opening::EmptyPage::modelRequested, menus_.openModel, &QAction::trigger);
    connect(empty, &opening::EmptyPage::demoRequested, menus_.openDemo, &QAction::trigger);
    pages_->addWidget(plots_);
    pages_->addWidget(empty);
    auto* line = new QFrame;
    line->setFrameStyle(static_cast<int>(QFrame::HLine) | static_cast<int>(QFrame::Sunken));
    auto* centre = new QWidget;
    auto* layout = new QVBoxLayout(centre);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(banners_);
    layout->addWidget(headline_);
    layout->addWidget(line);
    layout->addWidget(pages_, 1);
    setCentralWidget(centre);
    headline_->setPlaceholder(tr("No artifact"));
}

void MainWindow::addMenusOfChoice() {
    auto* recent = new opening::RecentMenu(settings_, this);
    connect(recent, &opening::RecentMenu::fileChosen, this, [this](const QString& path) {
        openFile({session::toPath(path), {}});
    });
    menus_.file->insertMenu(menus_.openDemo, recent);

    auto* heads = new widgets::ChoiceMenu(
        tr("&Heads"), [this] { return workbench::headChoices(*session_); }, this);
    connect(heads, &widgets::ChoiceMenu::chosen, this, [this](int index) {
        session_->setHead(index == 0 ? HeadSelection() : HeadSelection(HeadIndex{index - 1}));
    });
    menus_.view->insertMenu(menus_.meanOfHeads, heads);

    auto* tops = new widgets::ChoiceMenu(
        tr("Signs of the Leading Ei&genvalues"),
        [this] { return workbench::signTopChoices(session_->view().get(), plots_->shownSignTop()); }, this);
    connect(tops, &widgets::ChoiceMenu::chosen, this,
            [this](int index) { setSignTop(session_->view()->signs[static_cast<std::size_t>(index)].top); });
    menus_.view->insertMenu(menus_.layerMap, tops);
    menus_.view->insertAction(menus_.cancel, panels_->tableSwitch());
    menus_.view->insertAction(menus_.cancel, panels_->provenanceSwitch());
    menus_.view->insertSeparator(menus_.cancel);
}

void MainWindow::connectFileMenu() {
    connect(menus_.open, &QAction::triggered, this, [this] {
        opening::chooseArtifact(this, folder(), [this](const QString& path) {
            openFile({session::toPath(path), {}});
        });
    });
    connect(menus_.openInNewWindow, &QAction::triggered, this, [this] {
        opening::chooseArtifact(this, folder(), [this](const QString& path) {
            emit newWindowRequested({session::toPath(path), {}});
        });
    });
    connect(menus_.openModel, &QAction::triggered, this, [this] { models_->ask(folder()); });
    connect(menus_.openDemo, &QAction::triggered, this, [this] {
        if (demo_) {
            openFile({*demo_, {}});
        }
    });
    connect(menus_.reload, &QAction::triggered, session_.get(), &session::Session::reload);
    connect(menus_.locateTensors, &QAction::triggered, this, &MainWindow::locateTensors);
    connect(menus_.exportPlot, &QAction::triggered, this, [this] { exportPlots(false); });
    connect(menus_.exportAll, &QAction::triggered, this, [this] { exportPlots(true); });
    connect(menus_.copyImage, &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setPixmap(plots_->currentPlot().grab()); });
    connect(menus_.copyTable, &QAction::triggered, this,
            [this] { QGuiApplication::clipboard()->setText(plots_->currentPlot().tableText()); });
    connect(menus_.close, &QAction::triggered, this, &QWidget::close);
    connect(menus_.quit, &QAction::triggered, qApp, &QApplication::closeAllWindows);
}

void MainWindow::connectViewMenu() {
    connect(menus_.meanOfHeads, &QAction::triggered, this, [this] { session_->setHead({}); });
    connect(menus_.previousHead, &QAction::triggered, this, [this] { moveHead(-1); });
    connect(menus_.nextHead, &QAction::triggered, this, [this] { moveHead(1); });
    connect(menus_.fitColours, &QAction::toggled, this, &MainWindow::setFitColours);
    connect(menus_.resetZoom, &QAction::triggered, plots_, &workbench::PlotArea::resetZoom);
    connect(menus_.layerMap, &QAction::triggered, this,
            [this] { plots_->showMap(plots::PlotKind::Heatmap); });
    connect(menus_.headMap, &QAction::triggered, this, [this] { plots_->showMap(plots::PlotKind::Heads); });
    connect(menus_.cancel, &QAction::triggered, this, &MainWindow::cancelWork);
}

void MainWindow::connectGoAndHelpMenus() {
    connect(menus_.previousLayer, &QAction::triggered, this, [this] { moveAnchor(-1); });
    connect(menus_.nextLayer, &QAction::triggered, this, [this] { moveAnchor(1); });
    connect(menus_.firstLayer, &QAction::triggered, this, [this] { session_->setAnchor(LayerIndex{0}); });
    connect(menus_.lastLayer, &QAction::triggered, this,
            [this] { session_->setAnchor(LayerIndex{session_->artifact()->shape().layers - 1}); });
    connect(menus_.goToLayer, &QAction::triggered, controls_, &workbench::ControlsBar::focusAnchor);
    connect(menus_.back, &QAction::triggered, session_.get(), &session::Session::goBack);
    connect(menus_.forward, &QAction::triggered, session_.get(), &session::Session::goForward);
    connect(menus_.shortcuts, &QAction::triggered, this, [this] { showShortcuts(this); });
    connect(menus_.about, &QAction::triggered, this, [this] { showAbout(this); });
    connect(menus_.aboutQt, &QAction::triggered, this, [this] { QMessageBox::aboutQt(this); });
}

void MainWindow::connectControls() {
    session::Session* session = session_.get();
    connect(controls_, &workbench::ControlsBar::anchorChosen, session, &session::Session::setAnchor);
    connect(controls_, &workbench::ControlsBar::headChosen, session, &session::Session::setHead);
    connect(controls_, &workbench::ControlsBar::signTopChosen, this, &MainWindow::setSignTop);
    connect(controls_, &workbench::ControlsBar::fitColoursChosen, this, &MainWindow::setFitColours);
    connect(plots_, &workbench::PlotArea::layerClicked, session, &session::Session::setAnchor);
    connect(plots_, &workbench::PlotArea::headClicked, this,
            [this](HeadIndex head) { session_->setHead(head); });
    connect(plots_, &workbench::PlotArea::readoutChanged, status_, &StatusArea::setReadout);
    connect(plots_, &workbench::PlotArea::currentPlotChanged, this,
            [this] { panels_->setPlot(&plots_->currentPlot()); });
    connect(plots_, &workbench::PlotArea::plotMenuRequested, this, &MainWindow::showPlotMenu);
    connect(status_, &StatusArea::cancelRequested, this, &MainWindow::cancelWork);
}

void MainWindow::connectDrops() {
    auto* drops = new opening::DropTarget(*this, *banners_);
    connect(drops, &opening::DropTarget::artifactDropped, this, &MainWindow::openFile);
    connect(drops, &opening::DropTarget::furtherArtifactDropped, this, &MainWindow::newWindowRequested);
    connect(drops, &opening::DropTarget::tensorsDropped, this,
            [this, drops](const std::filesystem::path& path) {
                session_->artifact() ? session_->locateTensors(path) : drops->refuse();
            });
}

void MainWindow::connectSession() {
    const session::Session* session = session_.get();
    connect(session, &session::Session::artifactChanged, this, &MainWindow::showArtifact);
    connect(session, &session::Session::anchorChanged, this, [this](LayerIndex anchor) {
        plots_->setAnchor(anchor);
        controls_->setAnchor(anchor);
    });
    connect(session, &session::Session::headChanged, controls_, &workbench::ControlsBar::setHead);
    connect(session, &session::Session::viewChanged, this, &MainWindow::showView);
    connect(session, &session::Session::activityChanged, this,
            [this](const auto& now) { showActivity(reading_, now); });
    connect(models_, &opening::ModelOpener::activityChanged, this,
            [this](const auto& now) { showActivity(measuring_, now); });
    connect(models_, &opening::ModelOpener::measured, this, [this](const std::filesystem::path& artifact) {
        openFile({artifact, {}});
    });
    connect(models_, &opening::ModelOpener::provenanceRequested, panels_,
            &panels::SidePanels::showProvenance);
    connect(session, &session::Session::historyChanged, this, &MainWindow::updateMenus);
    connect(session, &session::Session::failed, this, [this] {
        if (!session_->artifact()) {
            headline_->setPlaceholder(tr("No artifact"));
            pages_->setCurrentIndex(1);
        }
    });
    new notices::SessionBanners(
        *session_, *banners_,
        {.locateTensors = [this] { locateTensors(); }, .showWarnings = [this] { panels_->showProvenance(); }},
        this);
}

void MainWindow::restoreLayout() {
    const session::WindowLayout layout = settings_.windowLayout();
    if (!restoreGeometry(layout.geometry)) {
        resize(kFirstSize.boundedTo(screen()->availableSize() - kFrame));
    }
    panels_->reopen(layout.openPanels);
    restoreState(layout.state);
    plots_->restoreSplitterStates(layout.splitters);
    controls_->show();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    settings_.setWindowLayout({saveGeometry(), saveState(), panels_->openPanels(), plots_->splitterStates()});
    event->accept();
}

void MainWindow::openFile(const opening::ArtifactFiles& files) {
    session_->open(files.json, files.eigdirs);
}

void MainWindow::showArtifact() {
    const auto artifact = session_->artifact();
    const bool otherFile = !shown_ || shown_->grams->path != artifact->grams->path;
    shown_ = artifact;
    controls_->setSizes(artifact->shape().layers, artifact->shape().heads);
    controls_->setAnchor(session_->anchor());
    controls_->setHead(session_->head());
    panels_->setArtifact(artifact);
    pages_->setCurrentIndex(0);
    updateMenus();
    updateTitle();
    if (otherFile && artifact->grams->path != demo_) {
        session::RecentFiles recent = settings_.recentFiles();
        recent.add(QFileInfo(session::toQString(artifact->grams->path)).absoluteFilePath());
        settings_.setRecentFiles(recent);
    }
}

void MainWindow::showView(const std::shared_ptr<const analysis::AnchorView>& view) {
    plots_->setView(view);
    headline_->setView(*view);
    showSignTops();
    panels_->setPlot(&plots_->currentPlot());
}

void MainWindow::showActivity(session::BackgroundActivity& known, const session::BackgroundActivity& now) {
    known = now;
    const session::BackgroundActivity& activity = measuring_.what.isEmpty() ? reading_ : measuring_;
    status_->setActivity(activity);
    working_ = !activity.what.isEmpty();
    menus_.cancel->setEnabled(working_);
    if (!session_->view() && working_) {
        headline_->setPlaceholder(activity.what + QChar(0x2026));
    }
}

void MainWindow::cancelWork() {
    measuring_.what.isEmpty() ? session_->cancel() : models_->cancel();
}

void MainWindow::showSignTops() {
    std::vector<int> tops;
    for (const analysis::SignSeries& series : session_->view()->signs) {
        tops.push_back(series.top);
    }
    controls_->setSignTops(tops, plots_->shownSignTop());
}

void MainWindow::updateMenus() {
    menus_.setPossible({.artifact = session_->artifact() != nullptr,
                        .back = session_->canGoBack(),
                        .forward = session_->canGoForward(),
                        .cancel = working_,
                        .demo = demo_.has_value()});
}

void MainWindow::updateTitle() {
    const auto artifact = session_->artifact();
    setWindowTitle(artifact ? tr("%1 - %2 - Sextant")
                                  .arg(plots::modelText(*artifact->grams),
                                       session::toQString(artifact->grams->path.filename()))
                            : tr("Sextant"));
}

void MainWindow::setSignTop(int top) {
    plots_->setSignTop(top);
    settings_.setPlotChoices({top, fitColours_});
    if (session_->view()) {
        showSignTops();
        panels_->setPlot(&plots_->currentPlot());
    }
}

void MainWindow::setFitColours(bool fit) {
    fitColours_ = fit;
    plots_->setFitColours(fit);
    controls_->setFitColours(fit);
    menus_.fitColours->setChecked(fit);
    if (settings_.plotChoices().fitColours != fit) {
        settings_.setPlotChoices({settings_.plotChoices().signTop, fit});
    }
}

void MainWindow::moveAnchor(int by) {
    session_->setAnchor(LayerIndex{session_->anchor().value + by});
}

void MainWindow::moveHead(int by) {
    // The mean stands before head 0.
    const int at = session_->head() ? session_->head()->value : -1;
    session_->setHead(at + by < 0 ? HeadSelection() : HeadSelection(HeadIndex{at + by}));
}

void MainWindow::exportPlots(bool all) {
    std::vector<plots::PlotKind> kinds{plots_->currentPlot().kind()};
    if (all) {
        kinds.assign(std::begin(plots::kAllPlots), std::end(plots::kAllPlots));
    }
    exporter_->exportPlots([this] { return session_->view(); }, kinds, {plots_->shownSignTop(), fitColours_});
}

void MainWindow::locateTensors() {
    opening::chooseTensorFile(
        this, folder(), [this](const QString& path) { session_->locateTensors(session::toPath(path)); });
}

void MainWindow::showPlotMenu(const QPoint& globalPosition) {
    auto* menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addActions({menus_.copyImage, menus_.copyTable, menus_.exportPlot});
    menu->addSeparator();
    menu->addActions({panels_->tableSwitch(), menus_.resetZoom});
    menu->popup(globalPosition);
}

QString MainWindow::folder() const {
    // The demo lies among the program's own files, where nobody looks for theirs.
    return shown_ && shown_->grams->path != demo_
               ? QFileInfo(session::toQString(shown_->grams->path)).absolutePath()
               : QDir::currentPath();
}

} // namespace sextant::window
