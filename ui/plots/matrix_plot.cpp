// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/matrix_plot.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace sextant::plots {

namespace {

constexpr double kFewestCells = 2.0;

/// Numbers for cells to colour: what is infinitely far from chance has the colour of an end, and is not
/// missing.
std::vector<double> colouredNumbers(const figures::MatrixFigure& figure) {
    std::vector<double> numbers = figure.coloured();
    for (double& number : numbers) {
        if (figure.colouredByZ && std::isinf(number)) {
            number = std::copysign(std::numeric_limits<double>::max(), number);
        }
    }
    return numbers;
}

/// Whether everything below the header but the numbers is drawn alike.
bool isDrawnAlike(const figures::MatrixFigure& a, const figures::MatrixFigure& b, bool fitColours) {
    return a.rows == b.rows && a.columns == b.columns && a.rowsAreLayers == b.rowsAreLayers &&
           a.numbers == b.numbers && a.message == b.message && a.faded == b.faded &&
           figures::colourScale(a, fitColours) == figures::colourScale(b, fitColours) &&
           figures::scaleText(a, fitColours) == figures::scaleText(b, fitColours);
}

bool areAlike(double a, double b) {
    return a == b || (std::isnan(a) && std::isnan(b));
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

void MatrixPlot::setLook(const MapLook& look, int signTop) {
    if (look == look_ && signTop == signTop_) {
        return;
    }
    look_ = look;
    signTop_ = signTop;
    present();
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
    const figures::ColourScale scale = figures::colourScale(figure_, fitColours_);
    cells_->setColours(map, scale);
    cells_->setHatching(theme.background, theme.missing);
    bar_->setScale(map, scale, QString::fromStdString(figures::scaleText(figure_, fitColours_)));
}

void MatrixPlot::showTheme() {
    colour();
}

AlignmentPlot::Redraw MatrixPlot::showFigure(figures::MatrixFigure figure) {
    const std::vector<double> numbers = colouredNumbers(figure);
    const bool isAlike =
        isDrawnAlike(figure_, figure, fitColours_) && std::ranges::equal(cells_->values(), numbers, areAlike);
    figure_ = std::move(figure);
    markers_->markedRow = figure_.message.empty() ? figure_.markedRow : std::nullopt;
    markBlocks();
    cells_->setValues(numbers, figure_.faded, figure_.rows, figure_.columns);
    columnZoom_.setWhole(wholeLayerSpan(figure_.columns));
    rowZoom_.setWhole(wholeLayerSpan(figure_.rows));
    colour();
    canvas().setMessage(QString::fromStdString(figure_.message));
    for (QCPAxis* axis : {canvas().xAxis, canvas().yAxis}) {
        axis->setVisible(figure_.message.empty());
    }
    canvas().header().setTitle(QString::fromStdString(figure_.quantity),
                               titleContext(QString::fromStdString(figure_.context)));
    canvas().header().setLegend(legend());
    setAccessibleName(QString::fromStdString(figure_.quantity));
    return isAlike ? Redraw::Header : Redraw::Everything;
}

std::vector<LegendEntry> MatrixPlot::legend() const {
    const PlotTheme& theme = canvas().theme();
    std::vector<LegendEntry> entries;
    if (!figure_.fadedNote.empty()) {
        const QRgb strong = DivergingMap::forBackground(theme.dark).colour(0.7, 1.0);
        LegendEntry& pale = entries.emplace_back();
        pale.text = QString::fromStdString(figure_.fadedNote);
        pale.fill = MatrixCells::paleColour(QColor::fromRgb(strong), theme.background);
    }
    if (!markers_->blocks.empty()) {
        LegendEntry& blocks = entries.emplace_back();
        blocks.text = QStringLiteral("depth blocks");
        blocks.pen = QPen(theme.series[2], 1.5);
    }
    if (!figure_.referenceNote.empty()) {
        entries.emplace_back().text = QString::fromStdString(figure_.referenceNote);
    }
    if (std::ranges::any_of(cells_->values(), [](double value) { return !std::isfinite(value); })) {
        LegendEntry& missing = entries.emplace_back();
        missing.text = figure_.colouredByZ ? QStringLiteral("not compared") : QStringLiteral("no data");
        missing.fill = QBrush(theme.missing, Qt::BDiagPattern);
    }
    return entries;
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
    if (!column || !row || !figure_.message.empty()) {
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
