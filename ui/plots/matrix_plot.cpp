// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/matrix_plot.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sextant::plots {

namespace {

constexpr double kFewestCells = 2.0;

/// A largest magnitude rounded up to two digits; 1 when all is zero or missing.
double roundedLimit(double largest) {
    if (largest <= 0.0) {
        return 1.0;
    }
    const double unit = std::pow(10.0, std::floor(std::log10(largest)) - 1.0);
    const double limit = std::ceil(largest / unit * (1.0 - 1e-12)) * unit;
    return std::isfinite(limit) && limit > 0.0 ? limit : 1.0;
}

} // namespace

MatrixPlot::MatrixPlot(QWidget* parent, bool layersOnBothAxes, const QString& rowLabel)
    : AlignmentPlot(parent),
      rowsAreLayers_(layersOnBothAxes),
      cells_(new MatrixCells(&canvas())),
      bar_(new ColourBar(&canvas())),
      columnTicker_(new LayerTicker),
      rowTicker_(new LayerTicker),
      columnZoom_(canvas().xAxis, kFewestCells),
      rowZoom_(canvas().yAxis, kFewestCells) {
    auto markers = std::make_unique<MatrixMarkers>(&canvas(), layersOnBothAxes);
    markers_ = markers.get();
    setMarkers(std::move(markers));
    PlotCanvas& plot = canvas();
    plot.setPlacement([this](const QRect& room) { return frameIn(room); });
    connect(&plot, &PlotCanvas::placed, this, &MatrixPlot::adaptTo);
    plot.xAxis->setTicker(columnTicker_);
    plot.yAxis->setTicker(rowTicker_);
    plot.xAxis->setLabel(QStringLiteral("Layer"));
    plot.yAxis->setLabel(rowLabel);
    plot.yAxis->setRangeReversed(true);
    plot.xAxis->grid()->setVisible(false);
    plot.yAxis->grid()->setVisible(false);
    colour();
}

void MatrixPlot::setFitColours(bool fit) {
    if (fit == fitColours_) {
        return;
    }
    fitColours_ = fit;
    colour();
    canvas().refresh();
}

void MatrixPlot::setBlocksShown(bool shown) {
    if (shown != blocksShown_) {
        blocksShown_ = shown;
        present();
    }
}

void MatrixPlot::markBlocks() {
    const bool several = blocksShown_ && figure_.blocks.size() > 1;
    markers_->blocks = several ? figure_.blocks : std::vector<family::LayerBlock>{};
}

void MatrixPlot::colour() {
    const PlotTheme& theme = canvas().theme();
    const DivergingMap& map = DivergingMap::forBackground(theme.dark);
    const double limit = fitColours_ ? roundedLimit(figures::largestOfOthers(figure_)) : 1.0;
    cells_->setColours(map, limit);
    cells_->setHatching(theme.background, theme.missing);
    const QString label = QString::fromStdString(figure_.scaleLabel);
    bar_->setScale(map, limit, fitColours_ ? QStringLiteral("%1 of different layers").arg(label) : label);
}

void MatrixPlot::showTheme() {
    colour();
}

void MatrixPlot::showFigure(figures::MatrixFigure figure) {
    figure_ = std::move(figure);
    markers_->markedRow = figure_.markedRow;
    markBlocks();
    cells_->setValues(figure_.values, figure_.rows, figure_.columns);
    columnZoom_.setWhole(wholeLayerSpan(figure_.columns));
    rowZoom_.setWhole(wholeLayerSpan(figure_.rows));
    colour();
    std::vector<LegendEntry> legend;
    if (std::any_of(figure_.values.begin(), figure_.values.end(),
                    [](double v) { return !std::isfinite(v); })) {
        LegendEntry entry;
        entry.text = QStringLiteral("no data");
        entry.fill = QBrush(canvas().theme().missing, Qt::BDiagPattern);
        legend.push_back(entry);
    }
    if (!markers_->blocks.empty()) {
        LegendEntry entry;
        entry.text = QStringLiteral("depth blocks");
        entry.pen = QPen(canvas().theme().series[2], 1.5);
        legend.push_back(entry);
    }
    canvas().header().setTitle(QString::fromStdString(figure_.quantity),
                               titleContext(QString::fromStdString(figure_.context)));
    canvas().header().setLegend(std::move(legend));
}

QString MatrixPlot::readoutOf(const PlotSpot& spot) const {
    return view() ? QString::fromStdString(figures::readout(figure_, spot.row.value_or(0), spot.layer.value))
                  : QString();
}

QString MatrixPlot::summaryText() const {
    return QString::fromStdString(figures::summary(figure_));
}

figures::FigureTable MatrixPlot::table() const {
    return view() ? figures::tableOf(figure_) : figures::FigureTable();
}

QMargins MatrixPlot::labelRoom() const {
    // A map of layers has the anchor's tag between frame and colour bar.
    bar_->setGap(rowsAreLayers_ ? 14 + canvas().tickMetrics().horizontalAdvance(QStringLiteral("000")) : 14);
    const QFontMetrics tick = canvas().tickMetrics();
    const QFontMetrics label = canvas().labelMetrics();
    const int last = figure_.columns > 0 ? figure_.columnNumber(figure_.columns - 1) : 0;
    const int digits = tick.horizontalAdvance(QString::number(std::max({figure_.rows - 1, last, 10})));
    return {digits + label.height() + 11, PlotMarkers::tagRoom(canvas()), bar_->width(),
            tick.height() + label.height() + 10};
}

LayerScale MatrixPlot::columnScale() const {
    const QRect frame = canvas().axisRect()->rect();
    return {static_cast<double>(frame.left()), static_cast<double>(frame.left() + frame.width()),
            columnZoom_.shown(), figure_.columns};
}

LayerScale MatrixPlot::rowScale() const {
    const QRect frame = canvas().axisRect()->rect();
    return {static_cast<double>(frame.top()), static_cast<double>(frame.top() + frame.height()),
            rowZoom_.shown(), figure_.rows};
}

void MatrixPlot::adaptTo(const QRect& frame) {
    const QFontMetrics metrics = canvas().tickMetrics();
    const int last = std::max(figure_.columns - 1, 1);
    const int number = figure_.columns > 1 ? figure_.columnNumber(last) : last;
    columnTicker_->setNumbers(figure_.numbers);
    rowTicker_->setNumbers(figure_.rowsAreLayers ? figure_.numbers : LayerNumbers());
    columnTicker_->setScale(figure_.columns, frame.width(),
                            metrics.horizontalAdvance(QString::number(number)) + 8);
    rowTicker_->setScale(figure_.rows, frame.height(), metrics.height() * 1.3);
}

std::optional<PlotSpot> MatrixPlot::spotAt(const QPointF& position) const {
    const auto column = columnScale().layerAt(position.x());
    const auto row = rowScale().layerAt(position.y());
    if (!column || !row) {
        return std::nullopt;
    }
    return PlotSpot{*column, row->value};
}

PlotSpot MatrixPlot::movedSpot(const PlotSpot& spot, int right, int down) const {
    const int row = std::clamp(spot.row.value_or(0) + down, 0, std::max(figure_.rows - 1, 0));
    return {LayerIndex{std::clamp(spot.layer.value + right, 0, std::max(figure_.columns - 1, 0))}, row};
}

void MatrixPlot::point(const std::optional<PlotSpot>& spot) {
    const auto row = spot ? spot->row : std::nullopt;
    if (row != markers_->pointedRow) {
        markers_->pointedRow = row;
        canvas().refreshOverlay();
    }
}

void MatrixPlot::zoomAt(const QPointF& position, double factor, bool) {
    const bool columns = columnZoom_.zoom(position.x(), factor);
    const bool rows = rowZoom_.zoom(position.y(), factor);
    tellZoom(columns, rows);
}

void MatrixPlot::drag(const QPointF& from, const QPointF& to) {
    const bool columns = columnZoom_.drag(from.x(), to.x());
    const bool rows = rowZoom_.drag(from.y(), to.y());
    tellZoom(columns, rows);
}

void MatrixPlot::tellZoom(bool columns, bool rows) {
    if (columns || rows) {
        emit axesZoomed({{PlotAxis::Columns, columnZoom_.part()}, {PlotAxis::Rows, rowZoom_.part()}});
    }
}

bool MatrixPlot::showParts(const std::vector<AxisPart>& parts) {
    const bool columns = columnZoom_.show(partOf(parts, PlotAxis::Columns));
    const bool rows = rowZoom_.show(partOf(parts, PlotAxis::Rows));
    return columns || rows;
}

void MatrixPlot::showAll() {
    const bool columns = columnZoom_.show({});
    const bool rows = rowZoom_.show({});
    tellZoom(columns, rows);
}

bool MatrixPlot::isZoomed() const {
    return columnZoom_.isZoomed() || rowZoom_.isZoomed();
}

} // namespace sextant::plots
