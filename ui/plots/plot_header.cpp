// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_header.h"

#include <algorithm>

namespace sextant::plots {

namespace {

constexpr int kSampleWidth = 26;
constexpr int kSampleGap = 5;
constexpr int kEntryGap = 16;
constexpr int kTitleGap = 10;
constexpr int kLegendGap = 3;

} // namespace

PlotHeader::PlotHeader(QCustomPlot* plot) : QCPLayerable(plot, QStringLiteral("legend")) {}

void PlotHeader::setTitle(const QString& quantity, const QString& context) {
    quantity_.set(quantity, titleFont_);
    context_.set(context, textFont_);
}

void PlotHeader::setLegend(std::vector<LegendEntry> entries) {
    legend_.resize(entries.size());
    for (std::size_t i = 0; i < entries.size(); ++i) {
        legend_[i].name.set(entries[i].text, textFont_);
        legend_[i].entry = std::move(entries[i]);
    }
}

void PlotHeader::setColours(const PlotTheme& theme) {
    text_ = theme.text;
    muted_ = theme.mutedText;
}

void PlotHeader::setFontSize(int pixels) {
    titleFont_.setPixelSize(pixels + 1);
    titleFont_.setWeight(QFont::DemiBold);
    textFont_.setPixelSize(pixels);
    quantity_.set(quantity_.text(), titleFont_);
    context_.set(context_.text(), textFont_);
    for (Placed& placed : legend_) {
        placed.name.set(placed.name.text(), textFont_);
    }
}

int PlotHeader::flowLegend(int left, int width) {
    int x = left;
    int line = 0;
    for (Placed& placed : legend_) {
        const int entryWidth = kSampleWidth + kSampleGap + placed.name.width();
        if (x > left && x + entryWidth > left + width) {
            x = left;
            ++line;
        }
        placed.line = line;
        placed.corner = {x, line * placed.name.height()};
        x += entryWidth + kEntryGap;
    }
    return legend_.empty() ? 0 : line + 1;
}

int PlotHeader::layOut(QPoint corner, int width, int height) {
    width_ = width;
    quantityCorner_ = corner;
    const int lines = flowLegend(corner.x(), width);
    const int lineHeight = legend_.empty() ? 0 : legend_.front().name.height();
    const int room = standingAlone_ ? height : height * 3 / 4;
    const bool besideQuantity = quantity_.width() + kTitleGap + context_.width() <= width;
    const int contextHeight = besideQuantity ? 0 : context_.height();
    const int legendHeight = lines == 0 ? 0 : kLegendGap + lines * lineHeight;
    contextShown_ = besideQuantity || standingAlone_ || lines == 0 ||
                    quantity_.height() + contextHeight + legendHeight <= room;
    contextCorner_ = besideQuantity ? QPoint(corner.x() + quantity_.width() + kTitleGap,
                                             corner.y() + quantity_.ascent() - context_.ascent())
                                    : QPoint(corner.x(), corner.y() + quantity_.height());

    const int titleHeight = quantity_.height() + (contextShown_ ? contextHeight : 0);
    const int left = room - titleHeight - kLegendGap;
    linesShown_ = lines == 0 ? 0 : std::clamp(left / lineHeight, 0, lines);
    whole_ = linesShown_ == lines && contextShown_ &&
             std::max(quantity_.width(), context_.width()) <= width &&
             std::ranges::all_of(legend_, [width](const Placed& placed) {
                 return kSampleWidth + kSampleGap + placed.name.width() <= width;
             });
    if (linesShown_ == 0) {
        return titleHeight;
    }
    for (Placed& placed : legend_) {
        placed.corner.ry() += corner.y() + titleHeight + kLegendGap;
    }
    return titleHeight + kLegendGap + linesShown_ * lineHeight;
}

void PlotHeader::drawAlone(QCPPainter* painter) {
    applyDefaultAntialiasingHint(painter);
    draw(painter);
}

void PlotHeader::draw(QCPPainter* painter) {
    painter->setPen(text_);
    quantity_.draw(painter, quantityCorner_, width_);
    painter->setPen(muted_);
    if (contextShown_) {
        context_.draw(painter, contextCorner_, width_, standingAlone_ ? Qt::ElideLeft : Qt::ElideRight);
    }
    const auto end =
        std::ranges::find_if(legend_, [this](const Placed& placed) { return placed.line >= linesShown_; });
    std::for_each(legend_.begin(), end, [&](const Placed& placed) { drawSample(painter, placed); });
    painter->setPen(text_);
    std::for_each(legend_.begin(), end, [&](const Placed& placed) {
        placed.name.draw(painter, placed.corner + QPoint(kSampleWidth + kSampleGap, 0),
                         width_ - kSampleWidth - kSampleGap);
    });
}

void PlotHeader::drawSample(QCPPainter* painter, const Placed& placed) const {
    const LegendEntry& entry = placed.entry;
    const QPointF middle = placed.corner + QPointF(kSampleWidth / 2.0, placed.name.height() / 2.0);
    if (entry.fill.style() != Qt::NoBrush) {
        painter->setAntialiasing(false);
        painter->fillRect(QRectF(placed.corner.x(), middle.y() - 4.5, kSampleWidth, 9), entry.fill);
    }
    painter->setAntialiasing(true);
    if (entry.pen.style() != Qt::NoPen) {
        painter->setPen(entry.pen);
        painter->drawLine(middle - QPointF(kSampleWidth / 2.0, 0), middle + QPointF(kSampleWidth / 2.0, 0));
    }
    if (!entry.marker.isNone()) {
        entry.marker.applyTo(painter, entry.pen);
        entry.marker.drawShape(painter, middle);
    }
}

void PlotHeader::applyDefaultAntialiasingHint(QCPPainter* painter) const {
    painter->setAntialiasing(true);
}

} // namespace sextant::plots
