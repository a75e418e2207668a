// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/plot_area.h"

#include "core/figures/alignment_figures.h"
#include "ui/plots/line_plot.h"
#include "ui/plots/matrix_plot.h"
#include "ui/workbench/family_page.h"
#include "ui/workbench/map_bar.h"
#include "ui/workbench/plot_choices.h"

#include <QContextMenuEvent>
#include <QEvent>
#include <QSplitter>
#include <QTabBar>
#include <QTabWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <utility>

namespace sextant::workbench {

namespace {

/// Curves of an outdated anchor are dimmed after this time.
constexpr int kPatienceMilliseconds = 100;
/// Fits three plots and the controls on a screen 600 pixels high.
constexpr int kLowestCurves = 127;

/// The order of the tabs.
constexpr std::array kTabs{workspace::Map::Layers, workspace::Map::Heads, workspace::Map::Family};

workspace::Map mapAt(int index) {
    return kTabs[static_cast<std::size_t>(std::clamp(index, 0, static_cast<int>(kTabs.size()) - 1))];
}

int indexOf(workspace::Map map) {
    return static_cast<int>(std::ranges::find(kTabs, map) - kTabs.begin());
}

} // namespace

PlotArea::PlotArea(QWidget* parent)
    : QWidget(parent),
      maps_(new QTabWidget),
      columns_(new QSplitter(Qt::Horizontal)),
      curves_(new QSplitter(Qt::Vertical)),
      headMapPage_(addMap(workspace::Map::Heads)),
      familyPage_(new QWidget) {
    maps_->setDocumentMode(true);
    maps_->setAccessibleName(tr("Maps"));
    maps_->tabBar()->setAccessibleName(tr("Choice of map"));
    QWidget* layerMapPage = addMap(workspace::Map::Layers);
    layerMapPage->layout()->addWidget(addPlot(figures::PlotKind::Heatmap));
    maps_->addTab(layerMapPage, tr("Layers \u00d7 layers"));
    maps_->addTab(headMapPage_, tr("Heads \u00d7 layers"));
    maps_->setTabToolTip(0, tr("Operator cosine of every pair of layers"));
    maps_->setTabToolTip(1, tr("One quantity, head by head"));
    maps_->addTab(familyPage_, tr("Family"));
    maps_->setTabToolTip(2, tr("What the layers share together, head by head"));
    (new QVBoxLayout(familyPage_))->setContentsMargins(0, 0, 0, 0);
    for (const figures::PlotKind kind :
         {figures::PlotKind::Residual, figures::PlotKind::Signs, figures::PlotKind::Angles}) {
        plots::AlignmentPlot* plot = addPlot(kind);
        plot->setMinimumHeight(kLowestCurves);
        curves_->addWidget(plot);
    }
    columns_->addWidget(maps_);
    columns_->addWidget(curves_);
    columns_->setSizes({1000, 1000});
    for (QSplitter* splitter : {columns_, curves_}) {
        splitter->setChildrenCollapsible(false);
    }
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(columns_);

    patience_.setSingleShot(true);
    patience_.setInterval(kPatienceMilliseconds);
    connect(&patience_, &QTimer::timeout, this, [this] {
        for (plots::AlignmentPlot* plot : plots_) {
            plot->setDimmed(true);
        }
    });
    connect(maps_, &QTabWidget::currentChanged, this, [this](int index) {
        const workspace::Map map = mapAt(index);
        if (map == workspace::Map::Heads) {
            buildHeadMap();
        } else if (map == workspace::Map::Family) {
            buildFamily();
        }
        if (map != state_.map) {
            emit changeRequested(workspace::ShowMap{map});
        }
    });
}

plots::AlignmentPlot* PlotArea::addPlot(figures::PlotKind kind) {
    plots::AlignmentPlot* plot = plots::makePlot(kind).release();
    plot->setTheme(plots::PlotTheme::fromPalette(palette()));
    plot->installEventFilter(this);
    connect(plot, &plots::AlignmentPlot::layerClicked, this,
            [this](LayerIndex layer) { emit changeRequested(workspace::ShowAnchor{layer}); });
    connect(plot, &plots::AlignmentPlot::layerToggled, this,
            [this](LayerIndex layer) { emit changeRequested(workspace::ToggleAnchor{layer}); });
    connect(plot, &plots::AlignmentPlot::cellClicked, this, [this](LayerIndex layer, HeadIndex head) {
        emit changeRequested(workspace::ShowCell{layer, head});
    });
    connect(plot, &plots::AlignmentPlot::layerHovered, this,
            [this, plot](std::optional<LayerIndex> layer, const QString& readout) {
                hover(plot, layer, readout);
            });
    connect(plot, &plots::AlignmentPlot::layerSpanChanged, this,
            [this](const std::optional<figures::Span>& span) {
                emit changeRequested(workspace::ZoomLayers{spanOf(span)});
            });
    connect(plot, &plots::AlignmentPlot::axesZoomed, this,
            [this, kind](const std::vector<plots::AxisPart>& parts) {
                emit changeRequested(zoomOf(kind, parts));
            });
    plots_.push_back(plot);
    return plot;
}

QWidget* PlotArea::addMap(workspace::Map map) {
    auto* page = new QWidget;
    auto* layout = new QVBoxLayout(page);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto* bar = new MapBar(map);
    layout->addWidget(bar);
    connect(bar, &MapBar::changeRequested, this, &PlotArea::changeRequested);
    bars_.push_back(bar);
    return page;
}

void PlotArea::buildHeadMap() {
    // Built on first use: every start would pay for a plot that may never be seen.
    if (headMapPage_->layout()->count() == 1) {
        plots::AlignmentPlot* plot = addPlot(figures::PlotKind::Heads);
        headMapPage_->layout()->addWidget(plot);
        showNew(*plot);
    }
}

void PlotArea::buildFamily() {
    if (family_ != nullptr) {
        return;
    }
    plots::AlignmentPlot* eigenvalues = addPlot(figures::PlotKind::Eigenvalues);
    plots::AlignmentPlot* anchors = addPlot(figures::PlotKind::Anchors);
    family_ = new FamilyPage(eigenvalues, anchors);
    familyPage_->layout()->addWidget(family_);
    connect(family_, &FamilyPage::changeRequested, this, &PlotArea::changeRequested);
    family_->setState(state_);
    if (view_) {
        family_->setView(*view_);
    }
    if (suggestion_) {
        family_->setSuggestion(*suggestion_);
    }
    showNew(*eigenvalues);
    showNew(*anchors);
}

void PlotArea::showNew(plots::AlignmentPlot& plot) {
    if (view_) {
        plot.setView(view_);
    }
    showState(plot);
}

void PlotArea::setSuggestion(const session::SuggestedAnchor& found) {
    suggestion_ = found;
    if (family_ != nullptr) {
        family_->setSuggestion(found);
    }
}

void PlotArea::setView(const std::shared_ptr<const quantities::AnchorView>& view) {
    view_ = view;
    patience_.stop();
    for (MapBar* bar : bars_) {
        bar->setView(*view);
    }
    if (family_ != nullptr) {
        family_->setView(*view);
    }
    for (plots::AlignmentPlot* plot : plots_) {
        plot->setView(view);
        plot->setDimmed(false);
        plot->setAnchorMarkers(state_.anchors); // those asked for, ahead of their curves
    }
    watchPatience();
}

void PlotArea::setState(const workspace::ViewState& state) {
    const workspace::ViewState old = std::exchange(state_, state);
    for (MapBar* bar : bars_) {
        bar->setState(state);
    }
    for (plots::AlignmentPlot* plot : plots_) {
        showState(*plot);
    }
    if (family_ != nullptr) {
        family_->setState(state);
    }
    turningPage_ = true;
    maps_->setCurrentIndex(indexOf(state.map));
    turningPage_ = false;
    watchPatience();
    if (old.plot != state.plot || old.signTop != state.signTop || old.maps != state.maps) {
        emit currentPlotChanged();
    }
}

void PlotArea::showState(plots::AlignmentPlot& plot) const {
    plot.setAnchorMarkers(state_.anchors);
    plot.setLayerSpan(state_.layerSpan
                          ? std::optional(figures::Span{state_.layerSpan->lower, state_.layerSpan->upper})
                          : std::nullopt);
    plot.setAxisParts(partsOf(state_, plot.kind()));
    if (auto* signs = qobject_cast<plots::SignsPlot*>(&plot)) {
        signs->setTop(state_.signTop);
    } else if (auto* map = qobject_cast<plots::MatrixPlot*>(&plot)) {
        map->setFitColours(state_.colours == workspace::ColourRange::Fitted);
        map->setBlocksShown(state_.depthBlocks);
        map->setLook(state_.maps, state_.signTop);
    }
}

void PlotArea::watchPatience() {
    if (view_ && view_->anchor != state_.anchor() && !patience_.isActive()) {
        patience_.start();
    }
}

int PlotArea::shownSignTop() const {
    return view_ ? figures::shownSignTop(*view_, state_.signTop) : 0;
}

void PlotArea::focusPlot(Qt::FocusReason reason) {
    currentPlot().setFocus(reason);
}

plots::AlignmentPlot& PlotArea::currentPlot() const {
    const figures::PlotKind kind = state_.plot;
    const auto found = std::ranges::find_if(
        plots_, [kind](const plots::AlignmentPlot* plot) { return plot->kind() == kind; });
    return found == plots_.end() ? *plots_.front() : **found;
}

plots::AlignmentPlot& PlotArea::plot(figures::PlotKind kind) {
    if (kind == figures::PlotKind::Heads) {
        buildHeadMap();
    } else if (kind == figures::PlotKind::Eigenvalues || kind == figures::PlotKind::Anchors) {
        buildFamily();
    }
    for (plots::AlignmentPlot* plot : plots_) {
        if (plot->kind() == kind) {
            return *plot;
        }
    }
    return *plots_.front();
}

void PlotArea::pointAt(LayerIndex layer, HeadSelection head) {
    const bool heads = state_.map == workspace::Map::Heads;
    const int row = heads ? (head          ? head->value
                             : state_.head ? state_.head->value
                                           : 0)
                          : state_.anchor().value;
    plot(heads ? figures::PlotKind::Heads : figures::PlotKind::Heatmap).setCursor(layer, row);
}

void PlotArea::select(figures::PlotKind kind) {
    if (kind != state_.plot) {
        emit changeRequested(workspace::SelectPlot{kind});
    }
}

void PlotArea::hover(plots::AlignmentPlot* source, std::optional<LayerIndex> layer, const QString& readout) {
    for (plots::AlignmentPlot* plot : plots_) {
        plot->setHoveredLayer(layer);
        if (plot != source) {
            plot->endReadout();
        }
    }
    emit readoutChanged(readout);
}

QList<QByteArray> PlotArea::splitterStates() const {
    return {columns_->saveState(), curves_->saveState()};
}

void PlotArea::restoreSplitterStates(const QList<QByteArray>& states) {
    if (states.size() == 2) {
        columns_->restoreState(states[0]);
        curves_->restoreState(states[1]);
    }
}

void PlotArea::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        for (plots::AlignmentPlot* plot : plots_) {
            plot->setTheme(plots::PlotTheme::fromPalette(palette()));
        }
    }
    QWidget::changeEvent(event);
}

bool PlotArea::eventFilter(QObject* watched, QEvent* event) {
    const auto type = event->type();
    const bool isChosen = type == QEvent::FocusIn && !turningPage_;
    if (isChosen || type == QEvent::MouseButtonPress || type == QEvent::ContextMenu) {
        select(static_cast<plots::AlignmentPlot*>(watched)->kind());
    }
    if (type == QEvent::ContextMenu) {
        emit plotMenuRequested(static_cast<QContextMenuEvent*>(event)->globalPos());
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

} // namespace sextant::workbench
