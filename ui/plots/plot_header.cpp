#include "ui/plots/plot_header.h"

#include <algorithm>

namespace sextant {

namespace {

constexpr int kSampleWidth = 26;
constexpr int kSampleGap = 5;
constexpr int kEntryGap = 16;
constexpr int kTitleGap = 10;

} // namespace

PlotHeader::PlotHeader(QCustomPlot* plot) : QCPLayerable(plot, QStringLiteral("legend")) {}

void PlotHeader::setTitle(const QString& quantity, const QString& context) {
    quantity_ = quantity;
    context_ = context;
}

void PlotHeader::setLegend(std::vector<LegendEntry> entries) {
    entries_ = std::move(entries);
}

void PlotHeader::setColours(const PlotTheme& theme) {
    text_ = theme.text;
    muted_ = theme.mutedText;
}

void PlotHeader::setFontSize(int pixels) {
    titleFont_.setPixelSize(pixels + 1);
    titleFont_.setWeight(QFont::DemiBold);
    textFont_.setPixelSize(pixels);
}

int PlotHeader::layOut(QPoint corner, int width) {
    const QFontMetrics title(titleFont_);
    const QFontMetrics text(textFont_);
    const int quantityWidth = std::min(title.horizontalAdvance(quantity_), width);
    const int contextWidth = std::min(text.horizontalAdvance(context_), width);
    quantityRect_ = QRectF(corner.x(), corner.y(), quantityWidth, title.height());
    int bottom = corner.y() + title.height();
    if (quantityWidth + kTitleGap + contextWidth <= width) {
        contextRect_ = QRectF(corner.x() + quantityWidth + kTitleGap,
                              corner.y() + title.ascent() - text.ascent(), contextWidth, text.height());
    } else {
        contextRect_ = QRectF(corner.x(), bottom, contextWidth, text.height());
        bottom += text.height();
    }

    entryCorners_.clear();
    if (entries_.empty())
        return bottom - corner.y();
    bottom += 3;
    int x = corner.x();
    for (const LegendEntry& entry : entries_) {
        const int entryWidth = kSampleWidth + kSampleGap + text.horizontalAdvance(entry.text);
        if (x > corner.x() && x + entryWidth > corner.x() + width) {
            x = corner.x();
            bottom += text.height();
        }
        entryCorners_.emplace_back(x, bottom);
        x += entryWidth + kEntryGap;
    }
    return bottom + text.height() - corner.y();
}

void PlotHeader::draw(QCPPainter* painter) {
    const auto drawText = [painter](const QRectF& rect, const QFont& font, const QColor& colour,
                                    const QString& text) {
        const QFontMetrics metrics(font);
        painter->setFont(font);
        painter->setPen(colour);
        painter->drawText(QPointF(rect.left(), rect.top() + metrics.ascent()),
                          metrics.elidedText(text, Qt::ElideRight, static_cast<int>(rect.width()) + 1));
    };
    drawText(quantityRect_, titleFont_, text_, quantity_);
    drawText(contextRect_, textFont_, muted_, context_);
    painter->setFont(textFont_);
    for (std::size_t i = 0; i < entryCorners_.size(); ++i)
        drawEntry(painter, entries_[i], entryCorners_[i]);
}

void PlotHeader::drawEntry(QCPPainter* painter, const LegendEntry& entry, const QPointF& at) const {
    const QFontMetrics metrics(textFont_);
    const QPointF middle(at.x() + kSampleWidth / 2.0, at.y() + metrics.height() / 2.0);
    if (entry.fill.style() != Qt::NoBrush) {
        painter->setAntialiasing(false);
        painter->fillRect(QRectF(at.x(), middle.y() - 4.5, kSampleWidth, 9), entry.fill);
    }
    painter->setAntialiasing(true);
    if (entry.pen.style() != Qt::NoPen) {
        painter->setPen(entry.pen);
        painter->drawLine(QPointF(at.x(), middle.y()), QPointF(at.x() + kSampleWidth, middle.y()));
    }
    if (!entry.marker.isNone()) {
        entry.marker.applyTo(painter, entry.pen);
        entry.marker.drawShape(painter, middle);
    }
    painter->setPen(text_);
    painter->drawText(QPointF(at.x() + kSampleWidth + kSampleGap, at.y() + metrics.ascent()), entry.text);
}

void PlotHeader::applyDefaultAntialiasingHint(QCPPainter* painter) const {
    painter->setAntialiasing(true);
}

} // namespace sextant
