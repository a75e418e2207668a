// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_markers.h"

#include <algorithm>

namespace sextant::plots {

void PlotMarkers::drawOver(QCPPainter* painter) {
    painter->setAntialiasing(false);
    if (canvas_->message().isEmpty()) {
        if (marked.dimmed) {
            QColor wash = canvas_->theme().background;
            wash.setAlphaF(0.6F);
            painter->fillRect(frame(), wash);
        }
        drawUnder(painter);
        if (marked.hovered) {
            drawHovered(painter, *marked.hovered);
        }
        drawAnchors(painter);
        if (marked.cursor && (marked.focused || marked.pinned)) {
            drawCursor(painter, *marked.cursor);
        }
    }
    if (marked.focused) {
        painter->setPen(QPen(canvas_->palette().color(QPalette::Highlight), 2));
        painter->setBrush(Qt::NoBrush);
        painter->drawRect(QRectF(canvas_->viewport()).adjusted(1, 1, -1, -1));
    }
}

void PlotMarkers::drawAnchors(QCPPainter* painter) {
    tags_.clear();
    if (marked.anchors.empty()) {
        return;
    }
    // The first over the others, and its tag before theirs: they give way.
    const LayerIndex first = marked.anchors.front();
    for (std::size_t i = 1; i < marked.anchors.size(); ++i) {
        drawAnchor(painter, marked.anchors[i], AnchorRank::Further);
    }
    drawAnchor(painter, first, AnchorRank::First);
    drawAnchorTags(painter, first, AnchorRank::First);
    for (std::size_t i = 1; i < marked.anchors.size(); ++i) {
        drawAnchorTags(painter, marked.anchors[i], AnchorRank::Further);
    }
}

QRectF PlotMarkers::frame() const {
    return canvas_->axisRect()->rect();
}

QRectF PlotMarkers::columnOf(const QCPPainter& painter, int index) const {
    const QCPAxis* axis = canvas_->xAxis;
    const PixelGrid grid(painter);
    const QRectF whole = grid.aligned(frame());
    const double left = std::max(grid.aligned(axis->coordToPixel(index - 0.5)), whole.left());
    const double right = std::min(grid.aligned(axis->coordToPixel(index + 0.5)), whole.right());
    return right > left ? QRectF(left, whole.top(), right - left, whole.height()) : QRectF();
}

QRectF PlotMarkers::rowOf(const QCPPainter& painter, int index) const {
    const QCPAxis* axis = canvas_->yAxis;
    const PixelGrid grid(painter);
    const QRectF whole = grid.aligned(frame());
    const double a = grid.aligned(axis->coordToPixel(index - 0.5));
    const double b = grid.aligned(axis->coordToPixel(index + 0.5));
    const double top = std::max(std::min(a, b), whole.top());
    const double bottom = std::min(std::max(a, b), whole.bottom());
    return bottom > top ? QRectF(whole.left(), top, whole.width(), bottom - top) : QRectF();
}

namespace {

constexpr double kTagPadding = 3.0;
constexpr double kTagGap = 3.0;

QFont tagFont(const PlotCanvas& canvas) {
    QFont font = canvas.xAxis->tickLabelFont();
    font.setBold(true);
    return font;
}

} // namespace

int PlotMarkers::tagRoom(const PlotCanvas& canvas) {
    return canvas.tickMetrics().height() + 4;
}

void PlotMarkers::drawTopTag(QCPPainter* painter, int column, AnchorRank rank) {
    const double x = canvas_->xAxis->coordToPixel(column);
    const QRectF whole = frame();
    if (x >= whole.left() && x <= whole.right() + 1) {
        drawTag(painter, {x, whole.top() - kTagGap - QFontMetricsF(tagFont(*canvas_)).height() / 2},
                marked.numbers.of(LayerIndex{column}), rank);
    }
}

void PlotMarkers::drawRightTag(QCPPainter* painter, int row, AnchorRank rank) {
    const double y = canvas_->yAxis->coordToPixel(row);
    const QRectF whole = frame();
    const int number = marked.numbers.of(LayerIndex{row});
    const double width =
        QFontMetricsF(tagFont(*canvas_)).horizontalAdvance(QString::number(number)) + 2 * kTagPadding;
    if (y >= whole.top() && y <= whole.bottom() + 1) {
        drawTag(painter, {whole.right() + 1 + kTagGap + width / 2, y}, number, rank);
    }
}

void PlotMarkers::drawTag(QCPPainter* painter, const QPointF& middle, int number, AnchorRank rank) {
    const QFont font = tagFont(*canvas_);
    const QFontMetricsF metrics(font);
    const QString text = QString::number(number);
    const QSizeF size(metrics.horizontalAdvance(text) + 2 * kTagPadding, metrics.height());
    const QPointF corner = middle - QPointF(size.width() / 2, size.height() / 2);
    const QRectF box(corner, size);
    if (std::ranges::any_of(tags_, [&](const QRectF& drawn) { return drawn.intersects(box); })) {
        return;
    }
    tags_.push_back(box);
    const PlotTheme& theme = canvas_->theme();
    const bool isFirst = rank == AnchorRank::First;
    painter->setAntialiasing(true);
    painter->setPen(isFirst ? QPen(Qt::NoPen) : QPen(theme.anchor, 1));
    painter->setBrush(isFirst ? theme.anchor : theme.background);
    painter->drawRoundedRect(isFirst ? box : box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3);
    painter->setFont(font);
    painter->setPen(isFirst ? theme.background : theme.anchor);
    painter->drawText(corner + QPointF(kTagPadding, metrics.ascent()), text);
    painter->setAntialiasing(false);
}

void LineMarkers::drawHovered(QCPPainter* painter, LayerIndex layer) {
    QColor colour = canvas().theme().hover;
    colour.setAlphaF(0.18F);
    painter->fillRect(columnOf(*painter, layer.value), colour);
}

void LineMarkers::drawAnchor(QCPPainter* painter, LayerIndex layer, AnchorRank rank) {
    const double x = canvas().xAxis->coordToPixel(layer.value);
    const QRectF whole = frame();
    if (x < whole.left() || x > whole.right() + 1) {
        return;
    }
    QPen pen(canvas().theme().anchor, rank == AnchorRank::First ? 1.5 : 1.2);
    if (rank == AnchorRank::Further) {
        pen.setDashPattern({5, 4});
        pen.setCapStyle(Qt::FlatCap);
    }
    painter->setPen(pen);
    painter->setAntialiasing(true);
    painter->drawLine(QPointF(x, whole.top() - kTagGap), QPointF(x, whole.bottom()));
}

void LineMarkers::drawAnchorTags(QCPPainter* painter, LayerIndex layer, AnchorRank rank) {
    drawTopTag(painter, layer.value, rank);
}

void LineMarkers::drawCursor(QCPPainter* painter, const PlotSpot& spot) {
    const QRectF column = columnOf(*painter, spot.layer.value);
    if (column.isEmpty()) {
        return;
    }
    painter->setPen(QPen(canvas().palette().color(QPalette::Highlight), 2, Qt::DotLine));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(column.adjusted(1, 1, -1, -1));
}

MatrixMarkers::MatrixMarkers(PlotCanvas* canvas, bool layersOnBothAxes)
    : PlotMarkers(canvas),
      symmetric_(layersOnBothAxes) {}

namespace {

/// Fills what lies between the two; exact to the pixel where a stroked outline is rounded.
void fillRing(QCPPainter* painter, const QRectF& outer, const QRectF& inner, const QColor& colour) {
    painter->fillRect(QRectF(outer.topLeft(), QPointF(outer.right(), inner.top())), colour);
    painter->fillRect(QRectF(QPointF(outer.left(), inner.bottom()), outer.bottomRight()), colour);
    painter->fillRect(QRectF(QPointF(outer.left(), inner.top()), inner.bottomLeft()), colour);
    painter->fillRect(QRectF(inner.topRight(), QPointF(outer.right(), inner.bottom())), colour);
}

} // namespace

void MatrixMarkers::outline(QCPPainter* painter, const QRectF& rect, AnchorRank rank) const {
    if (rect.isEmpty()) {
        return;
    }
    // Around the cells, so that small ones stay visible. Of its two colours at least one stands out from any
    // colour of the map.
    const PixelGrid grid(*painter);
    const auto around = [&](double margin) {
        return grid.aligned(rect.adjusted(-margin, -margin, margin, margin));
    };
    if (rank == AnchorRank::First) {
        fillRing(painter, around(3), rect, canvas().theme().background);
        fillRing(painter, around(2), around(1), canvas().theme().anchor);
        return;
    }
    fillRing(painter, around(2), rect, canvas().theme().background);
    QPen dashes(canvas().theme().anchor, 1);
    dashes.setDashPattern({5, 4});
    dashes.setCapStyle(Qt::FlatCap);
    painter->setPen(dashes);
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(around(1));
}

void MatrixMarkers::drawUnder(QCPPainter* painter) {
    // Inside the block, so that neighbours' frames do not fall into one.
    const PixelGrid grid(*painter);
    for (const family::LayerBlock& block : blocks) {
        const auto cell = [&](int index) {
            const QRectF column = columnOf(*painter, index);
            const QRectF row = rowOf(*painter, index);
            return QRectF(column.left(), row.top(), column.width(), row.height());
        };
        QRectF whole;
        for (int layer = block.first.value; layer <= block.last.value; ++layer) {
            const QRectF one = cell(layer);
            whole = one.width() > 0 && one.height() > 0 ? whole.united(one) : whole;
        }
        if (!whole.isEmpty()) {
            const auto inside = [&](double margin) {
                return grid.aligned(whole.adjusted(margin, margin, -margin, -margin));
            };
            fillRing(painter, whole, inside(3), canvas().theme().background);
            fillRing(painter, inside(1), inside(2.5), canvas().theme().series[2]);
        }
    }
}

void MatrixMarkers::drawHovered(QCPPainter* painter, LayerIndex layer) {
    const PlotTheme& theme = canvas().theme();
    const QRectF column = columnOf(*painter, layer.value);
    // Row and column cross at the cell that is read out.
    const bool atCursor = marked.focused && marked.cursor && marked.cursor->layer == layer;
    const auto readRow = pointedRow ? pointedRow : (atCursor ? marked.cursor->row : std::nullopt);
    const QRectF row =
        readRow ? rowOf(*painter, *readRow) : (symmetric_ ? rowOf(*painter, layer.value) : QRectF());
    painter->setBrush(Qt::NoBrush);
    for (const QRectF& rect : {column, row}) {
        if (rect.isEmpty()) {
            continue;
        }
        painter->setPen(QPen(theme.background, 1));
        painter->drawRect(rect);
        painter->setPen(QPen(theme.anchor, 1, Qt::DotLine));
        painter->drawRect(rect);
    }
}

void MatrixMarkers::drawAnchor(QCPPainter* painter, LayerIndex layer, AnchorRank rank) {
    if (symmetric_) {
        outline(painter, rowOf(*painter, layer.value), rank);
    } else if (markedRow && rank == AnchorRank::First) {
        outline(painter, rowOf(*painter, *markedRow), rank);
    }
    outline(painter, columnOf(*painter, layer.value), rank);
}

void MatrixMarkers::drawAnchorTags(QCPPainter* painter, LayerIndex layer, AnchorRank rank) {
    drawTopTag(painter, layer.value, rank);
    if (symmetric_) {
        drawRightTag(painter, layer.value, rank);
    }
}

void MatrixMarkers::drawCursor(QCPPainter* painter, const PlotSpot& spot) {
    const QRectF column = columnOf(*painter, spot.layer.value);
    const QRectF row = rowOf(*painter, spot.row.value_or(spot.layer.value));
    const QRectF cell(column.left(), row.top(), column.width(), row.height());
    if (column.isEmpty() || row.isEmpty()) {
        return;
    }
    painter->setBrush(Qt::NoBrush);
    painter->setPen(QPen(canvas().theme().background, 5));
    painter->drawRect(cell.adjusted(-1, -1, 1, 1));
    painter->setPen(QPen(canvas().palette().color(QPalette::Highlight), 3));
    painter->drawRect(cell.adjusted(-1, -1, 1, 1));
}

} // namespace sextant::plots
