// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/line_plot.h"

#include "core/figures/alignment_figures.h"
#include "core/figures/family_figures.h"
#include "ui/plots/plot_markers.h"

#include <algorithm>

namespace sextant::plots {

namespace {

constexpr double kFewestLayers = 2.0;

/// Room for tick labels and a rotated label beside the frame.
int sideRoom(const PlotCanvas& canvas) {
    return canvas.tickMetrics().horizontalAdvance(QStringLiteral("-0.25")) + canvas.labelMetrics().height() +
           11;
}

} // namespace

LinePlot::LinePlot(QWidget* parent)
    : AlignmentPlot(parent),
      curves_(canvas()),
      ticker_(new LayerTicker),
      layers_(canvas().xAxis, kFewestLayers),
      left_(canvas().yAxis, 0.0),
      right_(canvas().yAxis2, 0.0) {
    setMarkers(std::make_unique<LineMarkers>(&canvas()));
    PlotCanvas& plot = canvas();
    plot.setPlacement([this](const QRect& room) { return frameIn(room); });
    connect(&plot, &PlotCanvas::placed, this, &LinePlot::adaptTo);
    plot.xAxis->setTicker(ticker_);
    plot.xAxis->setLabel(QStringLiteral("Layer"));
    plot.xAxis->grid()->setVisible(false);
    for (QCPAxis* axis : {plot.yAxis, plot.yAxis2}) {
        axis->setNumberFormat(QStringLiteral("g"));
        axis->setNumberPrecision(4);
    }
    layers_.setWhole(wholeLayerSpan(1));
}

QRect LinePlot::frameIn(const QRect& room) const {
    const int side = sideRoom(canvas());
    const int below = canvas().tickMetrics().height() + canvas().labelMetrics().height() + 10;
    QRect frame = room.adjusted(side, PlotMarkers::tagRoom(canvas()), -side, -below);
    frame.setSize(frame.size().expandedTo({1, 1}));
    return frame;
}

void LinePlot::adaptTo(const QRect& frame) {
    const int layers = std::max(figure_.layers, 1);
    const double labelWidth = canvas().tickMetrics().horizontalAdvance(
                                  QString::number(figure_.numbers.of(LayerIndex{layers - 1}))) +
                              8;
    ticker_->setNumbers(figure_.numbers);
    ticker_->setScale(layers, frame.width(), labelWidth);
    curves_.setPixelsPerLayer(frame.width() / layers_.shown().size());
    const int valueTicks =
        std::clamp(static_cast<int>(frame.height() / (2.4 * canvas().tickMetrics().height())), 2, 6);
    // A label that is longer than its axis would run over its neighbours.
    const auto fitting = [&](const QString& label) {
        return canvas().labelMetrics().horizontalAdvance(label) <= frame.height() + 8 ? label : QString();
    };
    canvas().yAxis->setLabel(fitting(QString::fromStdString(figure_.leftLabel)));
    canvas().yAxis2->setLabel(fitting(QString::fromStdString(figure_.rightLabel)));
    canvas().yAxis->ticker()->setTickCount(valueTicks);
    canvas().yAxis2->ticker()->setTickCount(valueTicks);
}

AlignmentPlot::Redraw LinePlot::showView(const quantities::AnchorView& view) {
    figure_ = figureOf(view);
    PlotCanvas& plot = canvas();
    plot.header().setTitle(QString::fromStdString(figure_.quantity),
                           titleContext(QString::fromStdString(figure_.context)));
    plot.header().setLegend(legendOf(figure_, plot.theme()));
    plot.xAxis->setLabel(QString::fromStdString(figure_.axisLabel));
    plot.setMessage(QString::fromStdString(figure_.message));
    const bool shown = figure_.message.empty();
    for (QCPAxis* axis : {plot.xAxis, plot.yAxis}) {
        axis->setVisible(shown);
    }
    plot.yAxis2->setVisible(shown && !figure_.rightLabel.empty());
    layers_.setWhole(wholeLayerSpan(figure_.layers));
    left_.setWhole(figures::shareSpan(figure_, figures::ValueAxis::Left));
    right_.setWhole(figures::dataSpan(figure_, figures::ValueAxis::Right));
    curves_.show(figures::withinAxes(figure_));
    return Redraw::Everything;
}

void LinePlot::showTheme() {
    curves_.restyle();
}

LayerScale LinePlot::layerScale() const {
    const QRect frame = canvas().axisRect()->rect();
    return {static_cast<double>(frame.left()), static_cast<double>(frame.left() + frame.width()),
            layers_.shown(), figure_.layers};
}

std::optional<PlotSpot> LinePlot::spotAt(const QPointF& position) const {
    const QRectF frame = canvas().axisRect()->rect();
    constexpr double slack = 6.0;
    // Below the frame is allowed: the tick labels belong to their layers as well.
    if (position.x() < frame.left() - slack || position.x() > frame.right() + slack ||
        position.y() < frame.top() - slack || !figure_.message.empty()) {
        return std::nullopt;
    }
    const auto layer = layerScale().nearestLayer(position.x());
    return layer ? std::optional(PlotSpot{*layer, std::nullopt}) : std::nullopt;
}

QString LinePlot::readoutOf(const PlotSpot& spot) const {
    return QString::fromStdString(figures::readout(figure_, spot.layer));
}
QString LinePlot::summaryText() const {
    return QString::fromStdString(figures::summary(figure_));
}
figures::FigureTable LinePlot::table() const {
    return view() ? figures::tableOf(figure_) : figures::FigureTable();
}

void LinePlot::zoomAt(const QPointF& position, double factor, bool valueAxis) {
    const QRectF frame = canvas().axisRect()->rect();
    const bool overLeft = position.x() < frame.left();
    const bool overRight = position.x() > frame.right();
    if (!valueAxis && !overLeft && !overRight) {
        if (layers_.zoom(position.x(), factor)) {
            tellPlaceZoom();
        }
        return;
    }
    const bool left = !overRight && left_.zoom(position.y(), factor);
    const bool right = !overLeft && right_.zoom(position.y(), factor);
    tellValueZoom(left, right);
}

void LinePlot::drag(const QPointF& from, const QPointF& to) {
    const bool left = left_.drag(from.y(), to.y());
    const bool right = right_.drag(from.y(), to.y());
    tellValueZoom(left, right);
    if (layers_.drag(from.x(), to.x())) {
        tellPlaceZoom();
    }
}

void LinePlot::tellPlaceZoom() {
    if (hasLayers()) {
        emit layerSpanChanged(layers_.part());
    } else {
        emit axesZoomed({{PlotAxis::Columns, layers_.part()}});
    }
}

void LinePlot::tellValueZoom(bool left, bool right) {
    std::vector<AxisPart> parts;
    if (left) {
        parts.push_back({PlotAxis::Left, left_.part()});
    }
    if (right) {
        parts.push_back({PlotAxis::Right, right_.part()});
    }
    if (!parts.empty()) {
        emit axesZoomed(parts);
    }
}

bool LinePlot::showSpan(const std::optional<figures::Span>& layers) {
    return hasLayers() && layers_.show(layers);
}

bool LinePlot::showParts(const std::vector<AxisPart>& parts) {
    const bool left = left_.show(partOf(parts, PlotAxis::Left));
    const bool right = right_.show(partOf(parts, PlotAxis::Right));
    const bool places = !hasLayers() && layers_.show(partOf(parts, PlotAxis::Columns));
    return left || right || places;
}

void LinePlot::showAll() {
    const bool left = left_.show({});
    const bool right = right_.show({});
    tellValueZoom(left, right);
    if (layers_.show({})) {
        tellPlaceZoom();
    }
}

bool LinePlot::isZoomed() const {
    return layers_.isZoomed() || left_.isZoomed() || right_.isZoomed();
}

PlotSpot LinePlot::movedSpot(const PlotSpot& spot, int right, int) const {
    return {LayerIndex{std::clamp(spot.layer.value + right, 0, std::max(figure_.layers - 1, 0))}, {}};
}

ResidualPlot::ResidualPlot(QWidget* parent) : LinePlot(parent) {}

figures::LayerFigure ResidualPlot::figureOf(const quantities::AnchorView& view) const {
    return figures::residualFigure(view);
}

SignsPlot::SignsPlot(QWidget* parent) : LinePlot(parent) {}

figures::LayerFigure SignsPlot::figureOf(const quantities::AnchorView& view) const {
    return figures::signsFigure(view, top_);
}

void SignsPlot::setTop(int top) {
    if (top == top_) {
        return;
    }
    top_ = top;
    present();
}

EigenvaluesPlot::EigenvaluesPlot(QWidget* parent) : LinePlot(parent) {}

figures::LayerFigure EigenvaluesPlot::figureOf(const quantities::AnchorView& view) const {
    return figures::eigenvaluesFigure(view);
}

AnchorsPlot::AnchorsPlot(QWidget* parent) : LinePlot(parent) {}

figures::LayerFigure AnchorsPlot::figureOf(const quantities::AnchorView& view) const {
    return figures::greedyFigure(view);
}

AnglesPlot::AnglesPlot(QWidget* parent) : LinePlot(parent) {}

figures::LayerFigure AnglesPlot::figureOf(const quantities::AnchorView& view) const {
    return figures::anglesFigure(view);
}

} // namespace sextant::plots
