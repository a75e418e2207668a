// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/main_window.h"

#include "ui/exporting/figure_exporter.h"
#include "ui/headline/headline.h"
#include "ui/notices/banner_area.h"
#include "ui/notices/session_banners.h"
#include "ui/opening/empty_page.h"
#include "ui/opening/model_opener.h"
#include "ui/panels/side_panels.h"
#include "ui/plots/model_text.h"
#include "ui/session/paths.h"
#include "ui/session/settings.h"
#include "ui/session/shown_text.h"
#include "ui/window/activity_line.h"
#include "ui/window/file_actions.h"
#include "ui/window/guide_dialog.h"
#include "ui/window/help_dialogs.h"
#include "ui/window/plot_actions.h"
#include "ui/window/status_area.h"
#include "ui/window/suggestion_notice.h"
#include "ui/window/view_actions.h"
#include "ui/window/window_place.h"
#include "ui/workbench/controls_bar.h"
#include "ui/workbench/plot_area.h"

#include <QAction>
#include <QCloseEvent>
#include <QFrame>
#include <QMenu>
#include <QMessageBox>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace sextant::window {

namespace {

constexpr std::size_t kLongestName = 120; ///< of the file in the title

} // namespace

MainWindow::MainWindow(std::unique_ptr<session::Session> session, session::Settings& settings)
    : settings_(settings),
      session_(std::move(session)),
      menus_(*this),
      controls_(new workbench::ControlsBar(this)),
      banners_(new notices::BannerArea),
      headline_(new headline::Headline),
      pages_(new QStackedWidget),
      plots_(new workbench::PlotArea),
      status_(new StatusArea(this)),
      panels_(new panels::SidePanels(*this)),
      models_(new opening::ModelOpener(*this, *banners_, *session_, settings)),
      files_(new FileActions(menus_, *session_, settings, *banners_, *models_, *this)) {
    setAttribute(Qt::WA_DeleteOnClose);
    setContextMenuPolicy(Qt::NoContextMenu);
    addToolBar(controls_);
    setStatusBar(status_);
    buildCentre();
    connectViewActions(menus_, *session_, *plots_, *this);
    new PlotActions(menus_, *session_, *plots_, *panels_,
                    *new exporting::FigureExporter(*this, settings, *banners_, session_->disposal()), *this);
    connectControls();
    connectSession();
    connectNotices();
    session_->apply(workspace::Restore{settings_.firstState()});
    showState(session_->state());
    restoreLayout();
    updateMenus();
    updateTitle();
    // Keys work from the start; the focus ring is for keyboard users only.
    plots_->focusPlot(Qt::MouseFocusReason);
}

MainWindow::~MainWindow() {
    // Stops the session before the widgets, which hold its views, are destroyed.
    session_.reset();
}

void MainWindow::buildCentre() {
    auto* empty = new opening::EmptyPage(files_->hasDemo());
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

void MainWindow::connectControls() {
    session::Session* session = session_.get();
    connect(controls_, &workbench::ControlsBar::changeRequested, session, &session::Session::apply);
    connect(plots_, &workbench::PlotArea::changeRequested, session, &session::Session::apply);
    connect(plots_, &workbench::PlotArea::readoutChanged, status_, &StatusArea::setReadout);
    connect(menus_.goToLayer, &QAction::triggered, controls_, &workbench::ControlsBar::focusAnchor);
    connect(controls_, &workbench::ControlsBar::anchorEntered, plots_,
            [this] { plots_->focusPlot(Qt::OtherFocusReason); });
    connect(menus_.guide, &QAction::triggered, this, [this] { showGuide(this); });
    connect(menus_.shortcuts, &QAction::triggered, this, [this] { showShortcuts(this); });
    connect(menus_.about, &QAction::triggered, this, [this] { showAbout(this); });
    connect(menus_.aboutQt, &QAction::triggered, this, [this] { QMessageBox::aboutQt(this); });
}

void MainWindow::connectSession() {
    const session::Session* session = session_.get();
    connect(session, &session::Session::artifactChanged, this, &MainWindow::showArtifact);
    connect(session, &session::Session::stateChanged, this, &MainWindow::showState);
    connect(session, &session::Session::stateChanged, this,
            [this](const workspace::ViewState& state) { settings_.rememberChoices(state); });
    connect(session, &session::Session::viewChanged, this, &MainWindow::showView);
    connect(session, &session::Session::anchorSuggested, plots_, &workbench::PlotArea::setSuggestion);
    connect(session, &session::Session::historyChanged, this, &MainWindow::updateMenus);
    connect(session, &session::Session::failed, this, &MainWindow::showFailure);
}

void MainWindow::connectNotices() {
    auto* activity = new ActivityLine(*session_, *models_, *status_, *menus_.cancel);
    connect(activity, &ActivityLine::changed, this, [this](const QString& what) {
        if (!session_->view() && !what.isEmpty()) {
            headline_->setPlaceholder(what + QChar(0x2026));
        }
    });
    menus_.view->insertAction(menus_.cancel, models_->queueSwitch());
    connect(files_, &FileActions::newWindowRequested, this, &MainWindow::newWindowRequested);
    connect(models_, &opening::ModelOpener::provenanceRequested, panels_,
            &panels::SidePanels::showProvenance);
    new SuggestionNotice(*session_, *banners_, *menus_.suggestAnchor, *menus_.cancel, this);
    new notices::SessionBanners(*session_, *banners_,
                                {.locateTensors = [this] { files_->locateTensors(); },
                                 .showChecks = [this] { panels_->showProvenance(); }},
                                this);
}

void MainWindow::restoreLayout() {
    const session::WindowLayout layout = settings_.windowLayout();
    restorePlace(*this, layout);
    panels_->reopen(layout.openPanels);
    restoreState(layout.state);
    plots_->restoreSplitterStates(layout.splitters);
    controls_->show();
}

void MainWindow::stepBeside(const MainWindow& before) {
    isPlaceRemembered_ = false;
    placeBeside(*this, before);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    session::WindowLayout layout = settings_.windowLayout();
    if (isPlaceRemembered_) {
        savePlace(*this, layout);
    }
    layout.state = saveState();
    layout.openPanels = panels_->openPanels();
    layout.splitters = plots_->splitterStates();
    settings_.setWindowLayout(layout);
    event->accept();
}

void MainWindow::openFile(const opening::ArtifactFiles& files) {
    files_->open(files);
}

void MainWindow::measureModel(const measure::MeasureOptions& options) {
    models_->begin(options);
}

void MainWindow::showArtifact() {
    const auto artifact = session_->artifact();
    controls_->setSizes(artifact->shape().layers, artifact->shape().heads, artifact->grams->layerNumbers);
    controls_->setState(session_->state());
    panels_->setArtifact(artifact, session_->integrity());
    pages_->setCurrentIndex(0);
    updateMenus();
    updateTitle();
}

void MainWindow::showState(const workspace::ViewState& state) {
    plots_->setState(state);
    controls_->setState(state);
    showSignTops();
    const auto check = [](QAction* action, bool checked) {
        const QSignalBlocker quiet(action);
        action->setChecked(checked);
    };
    check(menus_.fitColours, state.colours == workspace::ColourRange::Fitted);
    check(menus_.depthBlocks, state.depthBlocks);
    check(menus_.colourByZ, state.maps.colours == MapColours::Z);
    check(menus_.fadeChance, state.maps.faded);
    panels_->setView(session_->view(), state.maps.heads, plots_->shownSignTop());
}

void MainWindow::showView(const std::shared_ptr<const quantities::AnchorView>& view) {
    plots_->setView(view);
    headline_->setView(*view);
    showSignTops();
    panels_->setPlot(&plots_->currentPlot());
    panels_->setView(view, session_->state().maps.heads, plots_->shownSignTop());
}

void MainWindow::showSignTops() {
    const auto view = session_->view();
    controls_->setSignTops(view ? view->signTops() : std::vector<int>{}, plots_->shownSignTop());
}

void MainWindow::showFailure() {
    if (!session_->artifact()) {
        headline_->setPlaceholder(tr("No artifact"));
        pages_->setCurrentIndex(1);
    }
}

void MainWindow::updateMenus() {
    menus_.setPossible({.artifact = session_->artifact() != nullptr,
                        .back = session_->canGoBack(),
                        .forward = session_->canGoForward(),
                        .demo = files_->hasDemo()});
}

void MainWindow::updateTitle() {
    const auto artifact = session_->artifact();
    setWindowTitle(
        artifact
            ? tr("%1 - %2 - Sextant")
                  .arg(plots::modelText(*artifact->grams),
                       session::shownText(session::toQString(artifact->grams->path.filename()), kLongestName))
            : tr("Sextant"));
}

} // namespace sextant::window
