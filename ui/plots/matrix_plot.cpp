// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/matrix_plot.h"

#include "ui/plots/number_text.h"

#include <QMouseEvent>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sextant::plots {

namespace {

constexpr double kFewestCells = 2.0;

/// A largest magnitude rounded up to two digits; 1 when all is zero or missing.
double roundedLimit(double largest) {
    if (largest <= 0.0)
        return 1.0;
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
    if (fit == fitColours_)
        return;
    fitColours_ = fit;
    colour();
    canvas().refresh();
}

void MatrixPlot::colour() {
    const PlotTheme& theme = canvas().theme();
    const DivergingMap& map = DivergingMap::forBackground(theme.dark);
    const double limit = fitColours_ ? roundedLimit(largestOfOthers()) : 1.0;
    cells_->setColours(map, limit);
    cells_->setHatching(theme.background, theme.missing);
    bar_->setScale(map, limit,
                   fitColours_ ? QStringLiteral("Operator cosine of different layers")
                               : QStringLiteral("Operator cosine"));
}

double MatrixPlot::largestOfOthers() const {
    const auto& values = cells_->values();
    const int anchor = view() ? view()->anchor.value : 0;
    double largest = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const int row = static_cast<int>(i) / columns_;
        const int column = static_cast<int>(i) % columns_;
        // A layer's cosine with itself is 1 by definition: it would hold the limit at 1 whatever the data.
        if (column != (rowsAreLayers_ ? row : anchor) && std::isfinite(values[i]))
            largest = std::max(largest, std::abs(values[i]));
    }
    return largest;
}

void MatrixPlot::showTheme() {
    colour();
}

void MatrixPlot::showMatrix(const QString& quantity, const QString& context,
                            const std::vector<double>& values, int rows, int columns) {
    rows_ = rows;
    columns_ = columns;
    cells_->setValues(values, rows, columns);
    columnZoom_.setWhole(wholeLayerSpan(columns));
    rowZoom_.setWhole(wholeLayerSpan(rows));
    colour();
    const auto missing =
        std::count_if(values.begin(), values.end(), [](double v) { return !std::isfinite(v); });
    std::vector<LegendEntry> legend;
    if (missing > 0) {
        LegendEntry entry;
        entry.text = QStringLiteral("no data");
        entry.fill = QBrush(canvas().theme().missing, Qt::BDiagPattern);
        legend.push_back(entry);
    }
    canvas().header().setTitle(quantity, titleContext(context));
    canvas().header().setLegend(std::move(legend));

    double lowest = std::numeric_limits<double>::infinity();
    double highest = -lowest;
    for (const double value : values) {
        if (std::isfinite(value)) {
            lowest = std::min(lowest, value);
            highest = std::max(highest, value);
        }
    }
    summary_ =
        QStringLiteral("%1, %2. ").arg(quantity, context) +
        (lowest <= highest ? QStringLiteral("Values %1 to %2.").arg(shortNumber(lowest), shortNumber(highest))
                           : QStringLiteral("No data."));
    if (missing > 0)
        summary_ += missing == 1 ? QStringLiteral(" 1 cell without data.")
                                 : QStringLiteral(" %1 cells without data.").arg(missing);
}

QString MatrixPlot::summaryText() const {
    return summary_;
}

double MatrixPlot::valueAt(const PlotSpot& spot) const {
    const auto index = static_cast<std::size_t>(spot.row.value_or(0)) * static_cast<std::size_t>(columns_) +
                       static_cast<std::size_t>(spot.layer.value);
    return index < cells_->values().size() ? cells_->values()[index] : std::nan("");
}

QMargins MatrixPlot::labelRoom() const {
    // A map of layers has the anchor's tag between frame and colour bar.
    bar_->setGap(rowsAreLayers_ ? 14 + canvas().tickMetrics().horizontalAdvance(QStringLiteral("000")) : 14);
    const QFontMetrics tick = canvas().tickMetrics();
    const QFontMetrics label = canvas().labelMetrics();
    const int digits = tick.horizontalAdvance(QString::number(std::max({rows_, columns_, 10}) - 1));
    return {digits + label.height() + 11, PlotMarkers::tagRoom(canvas()), bar_->width(),
            tick.height() + label.height() + 10};
}

LayerScale MatrixPlot::columnScale() const {
    const QRect frame = canvas().axisRect()->rect();
    return {static_cast<double>(frame.left()), static_cast<double>(frame.left() + frame.width()),
            columnZoom_.shown(), columns_};
}

LayerScale MatrixPlot::rowScale() const {
    const QRect frame = canvas().axisRect()->rect();
    return {static_cast<double>(frame.top()), static_cast<double>(frame.top() + frame.height()),
            rowZoom_.shown(), rows_};
}

void MatrixPlot::adaptTo(const QRect& frame) {
    const QFontMetrics metrics = canvas().tickMetrics();
    columnTicker_->setScale(columns_, frame.width(),
                            metrics.horizontalAdvance(QString::number(std::max(columns_ - 1, 1))) + 8);
    rowTicker_->setScale(rows_, frame.height(), metrics.height() * 1.3);
}

std::optional<PlotSpot> MatrixPlot::spotAt(const QPointF& position) const {
    const auto column = columnScale().layerAt(position.x());
    const auto row = rowScale().layerAt(position.y());
    if (!column || !row)
        return std::nullopt;
    return PlotSpot{*column, row->value};
}

PlotSpot MatrixPlot::movedSpot(const PlotSpot& spot, int right, int down) const {
    const int row = std::clamp(spot.row.value_or(0) + down, 0, std::max(rows_ - 1, 0));
    return {LayerIndex{std::clamp(spot.layer.value + right, 0, std::max(columns_ - 1, 0))}, row};
}

void MatrixPlot::mouseMoveEvent(QMouseEvent* event) {
    point(spotAt(event->position()));
    AlignmentPlot::mouseMoveEvent(event);
}

void MatrixPlot::leaveEvent(QEvent* event) {
    point(std::nullopt);
    AlignmentPlot::leaveEvent(event);
}

void MatrixPlot::point(const std::optional<PlotSpot>& spot) {
    const auto row = spot ? spot->row : std::nullopt;
    if (row != markers_->pointedRow) {
        markers_->pointedRow = row;
        canvas().refreshOverlay();
    }
}

void MatrixPlot::zoomAt(const QPointF& position, double factor, bool) {
    columnZoom_.zoom(position.x(), factor);
    rowZoom_.zoom(position.y(), factor);
}

void MatrixPlot::drag(const QPointF& from, const QPointF& to) {
    columnZoom_.drag(from.x(), to.x());
    rowZoom_.drag(from.y(), to.y());
}

void MatrixPlot::showAll() {
    columnZoom_.reset();
    rowZoom_.reset();
}

} // namespace sextant::plots
