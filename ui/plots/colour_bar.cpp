// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/colour_bar.h"

#include <QImage>

#include <algorithm>
#include <cmath>

namespace sextant::plots {

namespace {

constexpr int kColourBarWidth = 14;
constexpr int kTick = 4;

/// With as many digits as tell it from its neighbours.
QString tickText(double value, double step) {
    const double digits = value == 0.0 ? 1.0 : std::floor(std::log10(std::abs(value) / step)) + 2.0;
    return QString::number(value, 'g', std::clamp(static_cast<int>(digits), 3, 6));
}

/// The next of 1, 2, 2.5 and 5 times a power of ten.
double roundStep(double atLeast) {
    const double power = std::pow(10.0, std::floor(std::log10(atLeast)));
    for (const double digits : {1.0, 2.0, 2.5, 5.0}) {
        if (digits * power >= atLeast * (1.0 - 1e-9)) {
            return digits * power;
        }
    }
    return 10.0 * power;
}

} // namespace

ColourBar::ColourBar(PlotCanvas* canvas)
    : QCPLayerable(canvas, QStringLiteral("axes")),
      canvas_(canvas),
      map_(&DivergingMap::vik()) {}

void ColourBar::setScale(const DivergingMap& map, const figures::ColourScale& scale, const QString& label) {
    map_ = &map;
    scale_ = scale;
    label_ = label;
}

int ColourBar::width() const {
    return gap_ + kColourBarWidth + kTick + 3 +
           canvas_->tickMetrics().horizontalAdvance(QStringLiteral("-0.005")) + 4 +
           canvas_->labelMetrics().height();
}

void ColourBar::applyDefaultAntialiasingHint(QCPPainter* painter) const {
    painter->setAntialiasing(false);
}

void ColourBar::draw(QCPPainter* painter) {
    if (!canvas_->message().isEmpty()) {
        return;
    }
    const QRectF frame = canvas_->axisRect()->rect();
    const QRectF bar(frame.right() + 1 + gap_, frame.top(), kColourBarWidth, frame.height());
    drawColours(painter, bar);
    painter->setPen(QPen(canvas_->theme().mutedText, 1));
    painter->setBrush(Qt::NoBrush);
    painter->drawRect(bar);
    drawTicks(painter, bar);
}

QRgb ColourBar::colourAt(double fromTop) const {
    const double value = scale_.shown.upper - fromTop * scale_.shown.size();
    return map_->colour(value - scale_.centre, scale_.limit);
}

void ColourBar::drawColours(QCPPainter* painter, const QRectF& bar) const {
    if (!painter->modes().testFlag(QCPPainter::pmVectorized)) {
        QImage strip(1, DivergingMap::kSteps, QImage::Format_RGB32);
        for (int i = 0; i < DivergingMap::kSteps; ++i) {
            strip.setPixel(0, i, colourAt(static_cast<double>(i) / (DivergingMap::kSteps - 1)));
        }
        painter->drawImage(bar, strip);
        return;
    }
    // Each block extends to the end, under the next ones: no seams.
    constexpr int blocks = 128;
    painter->setPen(Qt::NoPen);
    for (int i = 0; i < blocks; ++i) {
        const double top = bar.top() + bar.height() * i / blocks;
        painter->setBrush(QColor::fromRgb(colourAt(static_cast<double>(i) / (blocks - 1))));
        painter->drawRect(QRectF(bar.left(), top, bar.width(), bar.bottom() - top));
    }
}

void ColourBar::drawTicks(QCPPainter* painter, const QRectF& bar) const {
    const QFont font = canvas_->xAxis->tickLabelFont();
    const QFontMetricsF metrics(font);
    painter->setFont(font);
    const int intervals = bar.height() > 12 * metrics.height()  ? 8
                          : bar.height() > 6 * metrics.height() ? 4
                                                                : 2;
    const figures::Span& shown = scale_.shown;
    const double step = roundStep(shown.size() / intervals);
    const double slack = 1e-9 * shown.size();
    for (double i = std::ceil((shown.lower - slack) / step); i * step <= shown.upper + slack; ++i) {
        const double value = i * step;
        const double y = bar.top() + bar.height() * (shown.upper - value) / shown.size();
        painter->setPen(QPen(canvas_->theme().mutedText, 1));
        painter->drawLine(QPointF(bar.right(), y), QPointF(bar.right() + kTick, y));
        painter->setPen(canvas_->theme().text);
        painter->drawText(QPointF(bar.right() + kTick + 3, y + metrics.ascent() / 2 - 1),
                          tickText(value, step));
    }
    if (canvas_->labelMetrics().horizontalAdvance(label_) > bar.height() + 40) {
        return;
    }
    painter->setFont(canvas_->xAxis->labelFont());
    painter->setPen(canvas_->theme().mutedText);
    const double right = canvas_->axisRect()->rect().right() + 1 + width();
    painter->save();
    painter->translate(right - canvas_->labelMetrics().descent() - 1, bar.center().y());
    painter->rotate(-90);
    painter->drawText(QPointF(-canvas_->labelMetrics().horizontalAdvance(label_) / 2.0, 0), label_);
    painter->restore();
}

} // namespace sextant::plots
