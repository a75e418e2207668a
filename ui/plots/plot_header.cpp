#include "ui/plots/plot_header.h"

namespace sextant {

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
    for (Placed& placed : legend_)
        placed.name.set(placed.name.text(), textFont_);
}

int PlotHeader::layOut(QPoint corner, int width, int height) {
    width_ = width;
    quantityCorner_ = corner;
    int bottom = corner.y() + quantity_.height();
    if (quantity_.width() + kTitleGap + context_.width() <= width) {
        contextCorner_ = {corner.x() + quantity_.width() + kTitleGap,
                          corner.y() + quantity_.ascent() - context_.ascent()};
    } else {
        contextCorner_ = {corner.x(), bottom};
        bottom += context_.height();
    }
    const int titleHeight = bottom - corner.y();
    legendShown_ = !legend_.empty();
    if (!legendShown_)
        return titleHeight;

    bottom += kLegendGap;
    int x = corner.x();
    for (Placed& placed : legend_) {
        const int entryWidth = kSampleWidth + kSampleGap + placed.name.width();
        if (x > corner.x() && x + entryWidth > corner.x() + width) {
            x = corner.x();
            bottom += placed.name.height();
        }
        placed.corner = {x, bottom};
        x += entryWidth + kEntryGap;
    }
    const int wholeHeight = bottom + legend_.back().name.height() - corner.y();
    legendShown_ = wholeHeight <= height;
    return legendShown_ ? wholeHeight : titleHeight;
}

void PlotHeader::draw(QCPPainter* painter) {
    painter->setPen(text_);
    quantity_.draw(painter, quantityCorner_, width_);
    painter->setPen(muted_);
    context_.draw(painter, contextCorner_, width_);
    if (!legendShown_)
        return;
    for (const Placed& placed : legend_)
        drawSample(painter, placed);
    painter->setPen(text_);
    for (const Placed& placed : legend_)
        placed.name.draw(painter, placed.corner + QPoint(kSampleWidth + kSampleGap, 0),
                         width_ - kSampleWidth - kSampleGap);
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

} // namespace sextant
