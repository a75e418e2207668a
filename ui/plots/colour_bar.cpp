// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/colour_bar.h"

#include <QImage>

#include <cmath>

namespace sextant::plots {

namespace {

constexpr int kColourBarWidth = 14;
constexpr int kTick = 4;

QString tickText(double value) {
    return QString::number(value, 'g', 3);
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

void ColourBar::setScale(const DivergingMap& map, double limit, const QString& label) {
    map_ = &map;
    limit_ = limit;
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

void ColourBar::drawColours(QCPPainter* painter, const QRectF& bar) const {
    if (!painter->modes().testFlag(QCPPainter::pmVectorized)) {
        QImage strip(1, DivergingMap::kSteps, QImage::Format_RGB32);
        for (int i = 0; i < DivergingMap::kSteps; ++i) {
            strip.setPixel(0, i, map_->step(DivergingMap::kSteps - 1 - i));
        }
        painter->drawImage(bar, strip);
        return;
    }
    // Each block extends to the end, under the next ones: no seams.
    constexpr int blocks = 128;
    painter->setPen(Qt::NoPen);
    for (int i = 0; i < blocks; ++i) {
        const int step = (DivergingMap::kSteps - 1) * (blocks - 1 - i) / (blocks - 1);
        const double top = bar.top() + bar.height() * i / blocks;
        painter->setBrush(QColor::fromRgb(map_->step(step)));
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
    const double step = roundStep(2.0 * limit_ / intervals);
    const int ticks = static_cast<int>(limit_ / step * (1.0 + 1e-9));
    for (int i = -ticks; i <= ticks; ++i) {
        const double value = i * step;
        const double y = bar.top() + bar.height() * (1.0 - value / limit_) / 2.0;
        painter->setPen(QPen(canvas_->theme().mutedText, 1));
        painter->drawLine(QPointF(bar.right(), y), QPointF(bar.right() + kTick, y));
        painter->setPen(canvas_->theme().text);
        painter->drawText(QPointF(bar.right() + kTick + 3, y + metrics.ascent() / 2 - 1), tickText(value));
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
