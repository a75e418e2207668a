#include "ui/window/main_window.h"

#include "ui/plots/model_text.h"
#include "ui/session/paths.h"
#include "ui/session/settings.h"
#include "ui/window/banner_area.h"
#include "ui/window/choice_menu.h"
#include "ui/window/controls_bar.h"
#include "ui/window/demo_artifact.h"
#include "ui/window/drop_target.h"
#include "ui/window/empty_page.h"
#include "ui/window/figure_exporter.h"
#include "ui/window/file_dialogs.h"
#include "ui/window/headline.h"
#include "ui/window/help_dialogs.h"
#include "ui/window/model_opener.h"
#include "ui/window/plot_area.h"
#include "ui/window/plot_choices.h"
#include "ui/window/plot_titles.h"
#include "ui/window/recent_menu.h"
#include "ui/window/session_banners.h"
#include "ui/window/side_panels.h"
#include "ui/window/status_area.h"

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

namespace sextant {

namespace {

constexpr QSize kFirstSize{1360, 860};
constexpr QSize kFrame{16, 48}; ///< what a desktop may put around a window

} // namespace

MainWindow::MainWindow(std::unique_ptr<Session> session, Settings& settings)
    : settings_(settings),
      session_(std::move(session)),
      demo_(demoArtifact()),
      menus_(*this),
      controls_(new ControlsBar(this)),
      banners_(new BannerArea),
      headline_(new Headline),
      pages_(new QStackedWidget),
      plots_(new PlotArea),
      status_(new StatusArea(this)),
      panels_(new SidePanels(*this)),
      exporter_(new FigureExporter(*this, settings, *banners_)),
      models_(new ModelOpener(*this, *banners_)) {
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
    const PlotChoices choices = settings_.plotChoices();
    plots_->setSignTop(choices.signTop);
    setFitColours(choices.fitColours);
    restoreLayout();
    updateMenus();
    updateTitle();
    // Keys work from the start; the ring is for who walks by keys.
    plots_->plot(PlotKind::Heatmap).setFocus(Qt::MouseFocusReason);
}

MainWindow::~MainWindow() {
    // Widgets hold views; the session is told to stop before they are taken down one by one.
    session_.reset();
}

void MainWindow::buildCentre() {
    auto* empty = new EmptyPage(demo_.has_value());
    connect(empty, &EmptyPage::openRequested, menus_.open, &QAction::trigger);
    connect(empty, &EmptyPage::modelRequested, menus_.openModel, &QAction::trigger);
    connect(empty, &EmptyPage::demoRequested, menus_.openDemo, &QAction::trigger);
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
    auto* recent = new RecentMenu(settings_, this);
    connect(recent, &RecentMenu::fileChosen, this, [this](const QString& path) {
        openFile({toPath(path), {}});
    });
    menus_.file->insertMenu(menus_.openDemo, recent);

    auto* heads = new ChoiceMenu(
        tr("&Heads"), [this] { return headChoices(*session_); }, this);
    connect(heads, &ChoiceMenu::chosen, this, [this](int index) {
        session_->setHead(index == 0 ? HeadSelection() : HeadSelection(HeadIndex{index - 1}));
    });
    menus_.view->insertMenu(menus_.meanOfHeads, heads);

    auto* tops = new ChoiceMenu(
        tr("Signs of the Leading Ei&genvalues"),
        [this] { return signTopChoices(session_->view().get(), plots_->shownSignTop()); }, this);
    connect(tops, &ChoiceMenu::chosen, this,
            [this](int index) { setSignTop(session_->view()->signs[static_cast<std::size_t>(index)].top); });
    menus_.view->insertMenu(menus_.layerMap, tops);
    menus_.view->insertAction(menus_.cancel, panels_->tableSwitch());
    menus_.view->insertAction(menus_.cancel, panels_->provenanceSwitch());
    menus_.view->insertSeparator(menus_.cancel);
}

void MainWindow::connectFileMenu() {
    connect(menus_.open, &QAction::triggered, this, [this] {
        chooseArtifact(this, folder(), [this](const QString& path) { openFile({toPath(path), {}}); });
    });
    connect(menus_.openInNewWindow, &QAction::triggered, this, [this] {
        chooseArtifact(this, folder(), [this](const QString& path) {
            emit newWindowRequested({toPath(path), {}});
        });
    });
    connect(menus_.openModel, &QAction::triggered, this, [this] { models_->ask(folder()); });
    connect(menus_.openDemo, &QAction::triggered, this, [this] {
        if (demo_) {
            openFile({*demo_, {}});
        }
    });
    connect(menus_.reload, &QAction::triggered, session_.get(), &Session::reload);
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
    connect(menus_.resetZoom, &QAction::triggered, plots_, &PlotArea::resetZoom);
    connect(menus_.layerMap, &QAction::triggered, this, [this] { plots_->showMap(PlotKind::Heatmap); });
    connect(menus_.headMap, &QAction::triggered, this, [this] { plots_->showMap(PlotKind::Heads); });
    connect(menus_.cancel, &QAction::triggered, this, &MainWindow::cancelWork);
}

void MainWindow::connectGoAndHelpMenus() {
    connect(menus_.previousLayer, &QAction::triggered, this, [this] { moveAnchor(-1); });
    connect(menus_.nextLayer, &QAction::triggered, this, [this] { moveAnchor(1); });
    connect(menus_.firstLayer, &QAction::triggered, this, [this] { session_->setAnchor(LayerIndex{0}); });
    connect(menus_.lastLayer, &QAction::triggered, this,
            [this] { session_->setAnchor(LayerIndex{session_->artifact()->shape().layers - 1}); });
    connect(menus_.goToLayer, &QAction::triggered, controls_, &ControlsBar::focusAnchor);
    connect(menus_.back, &QAction::triggered, session_.get(), &Session::goBack);
    connect(menus_.forward, &QAction::triggered, session_.get(), &Session::goForward);
    connect(menus_.shortcuts, &QAction::triggered, this, [this] { showShortcuts(this); });
    connect(menus_.about, &QAction::triggered, this, [this] { showAbout(this); });
    connect(menus_.aboutQt, &QAction::triggered, this, [this] { QMessageBox::aboutQt(this); });
}

void MainWindow::connectControls() {
    Session* session = session_.get();
    connect(controls_, &ControlsBar::anchorChosen, session, &Session::setAnchor);
    connect(controls_, &ControlsBar::headChosen, session, &Session::setHead);
    connect(controls_, &ControlsBar::signTopChosen, this, &MainWindow::setSignTop);
    connect(controls_, &ControlsBar::fitColoursChosen, this, &MainWindow::setFitColours);
    connect(plots_, &PlotArea::layerClicked, session, &Session::setAnchor);
    connect(plots_, &PlotArea::headClicked, this, [this](HeadIndex head) { session_->setHead(head); });
    connect(plots_, &PlotArea::readoutChanged, status_, &StatusArea::setReadout);
    connect(plots_, &PlotArea::currentPlotChanged, this,
            [this] { panels_->setPlot(&plots_->currentPlot()); });
    connect(plots_, &PlotArea::plotMenuRequested, this, &MainWindow::showPlotMenu);
    connect(status_, &StatusArea::cancelRequested, this, &MainWindow::cancelWork);
}

void MainWindow::connectDrops() {
    auto* drops = new DropTarget(*this, *banners_);
    connect(drops, &DropTarget::artifactDropped, this, &MainWindow::openFile);
    connect(drops, &DropTarget::furtherArtifactDropped, this, &MainWindow::newWindowRequested);
    connect(drops, &DropTarget::tensorsDropped, this, [this, drops](const std::filesystem::path& path) {
        session_->artifact() ? session_->locateTensors(path) : drops->refuse();
    });
}

void MainWindow::connectSession() {
    const Session* session = session_.get();
    connect(session, &Session::artifactChanged, this, &MainWindow::showArtifact);
    connect(session, &Session::anchorChanged, this, [this](LayerIndex anchor) {
        plots_->setAnchor(anchor);
        controls_->setAnchor(anchor);
    });
    connect(session, &Session::headChanged, controls_, &ControlsBar::setHead);
    connect(session, &Session::viewChanged, this, &MainWindow::showView);
    connect(session, &Session::activityChanged, this,
            [this](const auto& now) { showActivity(reading_, now); });
    connect(models_, &ModelOpener::activityChanged, this,
            [this](const auto& now) { showActivity(measuring_, now); });
    connect(models_, &ModelOpener::measured, this, [this](const std::filesystem::path& artifact) {
        openFile({artifact, {}});
    });
    connect(models_, &ModelOpener::provenanceRequested, panels_, &SidePanels::showProvenance);
    connect(session, &Session::historyChanged, this, &MainWindow::updateMenus);
    connect(session, &Session::failed, this, [this] {
        if (!session_->artifact()) {
            headline_->setPlaceholder(tr("No artifact"));
            pages_->setCurrentIndex(1);
        }
    });
    new SessionBanners(
        *session_, *banners_,
        {.locateTensors = [this] { locateTensors(); }, .showWarnings = [this] { panels_->showProvenance(); }},
        this);
}

void MainWindow::restoreLayout() {
    const WindowLayout layout = settings_.windowLayout();
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

void MainWindow::openFile(const ArtifactFiles& files) {
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
        RecentFiles recent = settings_.recentFiles();
        recent.add(QFileInfo(toQString(artifact->grams->path)).absoluteFilePath());
        settings_.setRecentFiles(recent);
    }
}

void MainWindow::showView(const std::shared_ptr<const AnchorView>& view) {
    plots_->setView(view);
    headline_->setView(*view);
    showSignTops();
    panels_->setPlot(&plots_->currentPlot());
}

void MainWindow::showActivity(BackgroundActivity& known, const BackgroundActivity& now) {
    known = now;
    const BackgroundActivity& activity = measuring_.what.isEmpty() ? reading_ : measuring_;
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
    for (const SignSeries& series : session_->view()->signs) {
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
    setWindowTitle(artifact
                       ? tr("%1 - %2 - Sextant")
                             .arg(modelText(*artifact->grams), toQString(artifact->grams->path.filename()))
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
    std::vector<PlotKind> kinds{plots_->currentPlot().kind()};
    if (all) {
        kinds.assign(std::begin(kAllPlots), std::end(kAllPlots));
    }
    exporter_->exportPlots([this] { return session_->view(); }, kinds, {plots_->shownSignTop(), fitColours_});
}

void MainWindow::locateTensors() {
    chooseTensorFile(this, folder(), [this](const QString& path) { session_->locateTensors(toPath(path)); });
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
    return shown_ && shown_->grams->path != demo_ ? QFileInfo(toQString(shown_->grams->path)).absolutePath()
                                                  : QDir::currentPath();
}

} // namespace sextant
