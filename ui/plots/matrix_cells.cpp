// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/matrix_cells.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace sextant::plots {

namespace {

constexpr double kHatchDistance = 5.0;

/// The lines x + y = n * kHatchDistance inside of `rect`: hatching that continues from cell to cell.
void addHatching(QVector<QLineF>& lines, const QRectF& rect) {
    const double first = std::ceil((rect.left() + rect.top()) / kHatchDistance) * kHatchDistance;
    for (double sum = first; sum < rect.right() + rect.bottom(); sum += kHatchDistance) {
        const double left = std::max(rect.left(), sum - rect.bottom());
        const double right = std::min(rect.right(), sum - rect.top());
        if (left < right) {
            lines.append(QLineF(left, sum - left, right, sum - right));
        }
    }
}

} // namespace

MatrixCells::MatrixCells(QCustomPlot* plot)
    : QCPLayerable(plot, QStringLiteral("main")),
      map_(&DivergingMap::vik()) {}

void MatrixCells::setValues(const std::vector<double>& values, const std::vector<bool>& faded, int rows,
                            int columns) {
    values_ = values;
    faded_ = faded;
    rows_ = rows;
    columns_ = columns;
}

void MatrixCells::setColours(const DivergingMap& map, const figures::ColourScale& scale) {
    map_ = &map;
    scale_ = scale;
}

QColor MatrixCells::paleColour(const QColor& colour, const QColor& paper) {
    const auto mix = [](int on, int under) { return (3 * on + 7 * under + 5) / 10; };
    return {mix(colour.red(), paper.red()), mix(colour.green(), paper.green()),
            mix(colour.blue(), paper.blue())};
}

void MatrixCells::setHatching(const QColor& background, const QColor& lines) {
    hatchBackground_ = background;
    hatchLines_ = lines;
}

std::size_t MatrixCells::cellOf(int row, int column) const {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_) +
           static_cast<std::size_t>(column);
}

QRgb MatrixCells::colourOf(int row, int column) const {
    const std::size_t cell = cellOf(row, column);
    const QRgb colour = map_->colour(values_[cell] - scale_.centre, scale_.limit);
    return cell < faded_.size() && faded_[cell] ? paleColour(QColor::fromRgb(colour), hatchBackground_).rgb()
                                                : colour;
}

QRect MatrixCells::clipRect() const {
    return parentPlot()->axisRect()->rect();
}

void MatrixCells::applyDefaultAntialiasingHint(QCPPainter* painter) const {
    painter->setAntialiasing(false);
}

QRectF MatrixCells::cellRect(const PixelGrid& grid, int row, int column, int columnsWide) const {
    const QCPAxis* x = parentPlot()->xAxis;
    const QCPAxis* y = parentPlot()->yAxis;
    const QRectF rect(QPointF(x->coordToPixel(column - 0.5), y->coordToPixel(row - 0.5)),
                      QPointF(x->coordToPixel(column + columnsWide - 0.5), y->coordToPixel(row + 0.5)));
    return grid.aligned(rect.normalized());
}

void MatrixCells::draw(QCPPainter* painter) {
    if (rows_ < 1 || columns_ < 1) {
        return;
    }
    const PixelGrid grid(*painter);
    if (painter->modes().testFlag(QCPPainter::pmVectorized)) {
        drawVectors(painter, grid);
    } else {
        drawPixels(painter, grid);
    }
    drawMissing(painter, grid);
}

void MatrixCells::drawPixels(QCPPainter* painter, const PixelGrid& grid) const {
    // Not one scaled image: the painter's fixed-point steps drift by some pixels across a map.
    const QRectF clip = grid.aligned(QRectF(clipRect()));
    for (int row = 0; row < rows_; ++row) {
        const QRectF whole = cellRect(grid, row, 0, columns_).intersected(clip);
        if (whole.isEmpty()) {
            continue;
        }
        for (int column = 0; column < columns_; ++column) {
            const QRectF rect = cellRect(grid, row, column).intersected(whole);
            if (std::isfinite(at(row, column)) && !rect.isEmpty()) {
                painter->fillRect(rect, QColor::fromRgb(colourOf(row, column)));
            }
        }
    }
}

void MatrixCells::drawVectors(QCPPainter* painter, const PixelGrid& grid) const {
    // Viewers blend the edge of a cell with what lies below. The cells are drawn twice, first slightly too
    // large and then at their size, so that this is never the paper. One path per colour keeps the file
    // small.
    std::map<QRgb, std::vector<QRectF>> cells;
    for (int row = 0; row < rows_; ++row) {
        for (int column = 0; column < columns_; ++column) {
            if (std::isfinite(at(row, column))) {
                cells[colourOf(row, column)].push_back(cellRect(grid, row, column));
            }
        }
    }
    const QRectF whole = cellRect(grid, 0, 0).united(cellRect(grid, rows_ - 1, columns_ - 1));
    painter->setPen(Qt::NoPen);
    for (const double margin : {0.5, 0.0}) {
        for (const auto& [colour, rects] : cells) {
            QPainterPath path;
            path.setFillRule(Qt::WindingFill);
            for (const QRectF& rect : rects) {
                path.addRect(rect.adjusted(-margin, -margin, margin, margin).intersected(whole));
            }
            painter->setBrush(QColor::fromRgb(colour));
            painter->drawPath(path);
        }
    }
}

void MatrixCells::drawMissing(QCPPainter* painter, const PixelGrid& grid) const {
    QVector<QLineF> lines;
    QVector<QRectF> rects;
    for (int row = 0; row < rows_; ++row) {
        for (int column = 0; column < columns_; ++column) {
            const int first = column;
            while (column < columns_ && !std::isfinite(at(row, column))) {
                ++column;
            }
            if (column == first) {
                continue;
            }
            rects.append(cellRect(grid, row, first, column - first));
            addHatching(lines, rects.last());
        }
    }
    if (rects.isEmpty()) {
        return;
    }
    painter->setPen(Qt::NoPen);
    painter->setBrush(hatchBackground_);
    painter->drawRects(rects);
    painter->setAntialiasing(true);
    painter->setPen(QPen(hatchLines_, 1));
    painter->drawLines(lines);
}

} // namespace sextant::plots
