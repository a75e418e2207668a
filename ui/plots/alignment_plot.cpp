// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/alignment_plot.h"

#include "ui/plots/alignment_plot_internals.h"
#include "ui/plots/model_text.h"

#include <QEvent>
#include <QFontInfo>

#include <algorithm>
#include <iterator>
#include <utility>

namespace sextant::plots {

namespace {

constexpr std::size_t kLongestModel = 60; ///< characters of the model's name in a title

} // namespace

std::optional<figures::Span> partOf(const std::vector<AxisPart>& parts, PlotAxis axis) {
    const auto found = std::ranges::find(parts, axis, &AxisPart::axis);
    return found == parts.end() ? std::nullopt : found->part;
}

AlignmentPlot::AlignmentPlot(QWidget* parent) : QWidget(parent), internals_(std::make_unique<Internals>()) {
    internals_->canvas = new PlotCanvas(this);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    takeFontOfWidget();
    internals_->clickWait.setSingleShot(true);
    connect(&internals_->clickWait, &QTimer::timeout, this,
            [this] { click(internals_->click.position, internals_->click.how); });
}

AlignmentPlot::~AlignmentPlot() {
    canvas().setOverlay(nullptr);
}

PlotCanvas& AlignmentPlot::canvas() const {
    return *internals_->canvas;
}

void AlignmentPlot::setMarkers(std::unique_ptr<PlotMarkers> markers) {
    internals_->markers = std::move(markers);
    canvas().setOverlay(internals_->markers.get());
}

void AlignmentPlot::setView(std::shared_ptr<const quantities::AnchorView> view) {
    internals_->view = std::move(view);
    MarkedLayers& marked = internals_->markers->marked;
    marked.dimmed = false;
    if (internals_->view) {
        marked.anchors = hasLayers() ? internals_->view->anchors : std::vector<LayerIndex>{};
        marked.numbers = internals_->view->layerNumbers();
        const int layers = internals_->view->shape().layers;
        if (marked.hovered && marked.hovered->value >= layers) {
            marked.hovered.reset();
        }
    }
    present();
}

void AlignmentPlot::present() {
    Redraw redraw = Redraw::Everything;
    if (internals_->view) {
        redraw = showView(*internals_->view);
        auto& cursor = internals_->markers->marked.cursor;
        if (cursor) {
            cursor = movedSpot(*cursor, 0, 0); // into the range of another artifact
        }
        readOutAgain();
    }
    if (redraw == Redraw::Header) {
        canvas().refreshHeader();
    } else {
        canvas().refresh();
    }
    describe();
}

std::shared_ptr<const quantities::AnchorView> AlignmentPlot::view() const {
    return internals_->view;
}

void AlignmentPlot::describe() {
    if (!internals_->view) {
        return;
    }
    QString text = summaryText();
    if (const auto& cursor = internals_->markers->marked.cursor) {
        text = QStringLiteral("Cursor: %1. ").arg(readoutOf(*cursor)) + text;
    }
    if (text != accessibleDescription()) {
        setAccessibleDescription(text);
    }
}

void AlignmentPlot::setAnchorMarkers(const std::vector<LayerIndex>& anchors) {
    auto& marked = internals_->markers->marked.anchors;
    const int layers = internals_->view ? internals_->view->shape().layers : 0;
    std::vector<LayerIndex> wanted;
    std::ranges::copy_if(anchors, std::back_inserter(wanted), [&](LayerIndex anchor) {
        return hasLayers() && anchor.value >= 0 && anchor.value < layers;
    });
    if (marked == wanted) {
        return;
    }
    const bool firstMoves = marked.empty() || wanted.empty() || marked.front() != wanted.front();
    marked = std::move(wanted);
    canvas().refreshOverlay();
    if (firstMoves && !anchors.empty()) {
        emit anchorMarkerMoved(anchors.front());
    }
}

void AlignmentPlot::setHoveredLayer(std::optional<LayerIndex> layer) {
    auto& marked = internals_->markers->marked.hovered;
    const int layers = internals_->view ? internals_->view->shape().layers : 0;
    if (layer && (layer->value < 0 || layer->value >= layers || !hasLayers())) {
        layer.reset();
    }
    if (marked == layer) {
        return;
    }
    marked = layer;
    canvas().refreshOverlay();
}

void AlignmentPlot::setDimmed(bool dimmed) {
    if (internals_->markers->marked.dimmed == dimmed) {
        return;
    }
    internals_->markers->marked.dimmed = dimmed;
    canvas().refreshOverlay();
}

void AlignmentPlot::setTheme(const PlotTheme& theme) {
    canvas().setTheme(theme);
    showTheme();
    present();
}

const PlotTheme& AlignmentPlot::theme() const {
    return canvas().theme();
}

void AlignmentPlot::setModelShown(bool shown) {
    internals_->modelShown = shown;
    present();
}

QString AlignmentPlot::titleContext(const QString& context) const {
    if (!internals_->modelShown || !internals_->view) {
        return context;
    }
    const QString model = modelText(*internals_->view->tables->artifact->grams, kLongestModel);
    return model + QStringLiteral(", ") + context;
}

void AlignmentPlot::setFontSize(int pixels) {
    internals_->ownFontSize = true;
    canvas().setFontSize(pixels);
}

void AlignmentPlot::takeFontOfWidget() {
    if (!internals_->ownFontSize) {
        canvas().setFontSize(std::max(QFontInfo(font()).pixelSize(), 8));
    }
}

void AlignmentPlot::setLayerSpan(const std::optional<figures::Span>& span) {
    if (showSpan(span)) {
        canvas().refresh();
        readOutAgain();
    }
}

void AlignmentPlot::setAxisParts(const std::vector<AxisPart>& parts) {
    if (showParts(parts)) {
        canvas().refresh();
        readOutAgain();
    }
}

void AlignmentPlot::resetZoom() {
    showAll();
    canvas().refresh();
    readOutAgain();
}

bool AlignmentPlot::showSpan(const std::optional<figures::Span>&) {
    return false;
}

void AlignmentPlot::point(const std::optional<PlotSpot>&) {}

QSize AlignmentPlot::sizeHint() const {
    return {640, 360};
}
QSize AlignmentPlot::minimumSizeHint() const {
    return {260, 170};
}

void AlignmentPlot::resizeEvent(QResizeEvent*) {
    canvas().setGeometry(rect());
}

void AlignmentPlot::changeEvent(QEvent* event) {
    if (event->type() == QEvent::FontChange) {
        takeFontOfWidget();
    }
    QWidget::changeEvent(event);
}

} // namespace sextant::plots
