// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/plot_canvas.h"

#include <algorithm>
#include <utility>

namespace sextant::plots {

namespace {

constexpr int kPadding = 8;
constexpr double kHeaderShare = 0.42; ///< of the height, at most, before the legend goes
constexpr int kTickLabels = 128;      ///< kept of each axis

/// Text instead of data, wrapped inside the axis rectangle.
class PlotMessage : public QCPLayerable {
public:
    explicit PlotMessage(PlotCanvas* canvas)
        : QCPLayerable(canvas, QStringLiteral("legend")),
          canvas_(canvas) {}

protected:
    void draw(QCPPainter* painter) override {
        if (canvas_->message().isEmpty()) {
            return;
        }
        QFont font;
        font.setPixelSize(canvas_->fontSize() + 1);
        painter->setFont(font);
        painter->setPen(canvas_->theme().mutedText);
        const QRect frame = canvas_->axisRect()->rect();
        painter->drawText(frame.adjusted(kPadding, 0, -kPadding, 0), Qt::AlignCenter | Qt::TextWordWrap,
                          canvas_->message());
    }
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override { painter->setAntialiasing(true); }

private:
    PlotCanvas* canvas_;
};

} // namespace

namespace {

QRect insideOf(const QRect& viewport) {
    return viewport.adjusted(kPadding, kPadding - 2, -kPadding, -kPadding);
}

/// QCustomPlot keeps the pictures of 16 tick labels per axis. With more on an axis, drawn in the same order
/// each time, none would still be there when it is drawn again.
void keepTickLabels(QCPAxis* axis, int count) {
    struct Axis : QCPAxis {
        using QCPAxis::mAxisPainter;
    };
    struct AxisPainter : QCPAxisPainterPrivate {
        using QCPAxisPainterPrivate::mLabelCache;
    };
    (axis->*&Axis::mAxisPainter->*&AxisPainter::mLabelCache).setMaxCost(count);
}

} // namespace

PlotCanvas::PlotCanvas(QWidget* parent) : QCustomPlot(parent), header_(new PlotHeader(this)) {
    new PlotMessage(this);
    // Keeps QCustomPlot's replot(), one of which is already queued, from filling buffers that are never
    // shown.
    mReplotting = true;
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    setAutoAddPlottableToLegend(false);
    setPlottingHints(QCP::phCacheLabels | QCP::phFastPolylines);
    setNotAntialiasedElements(QCP::aeAxes | QCP::aeGrid | QCP::aeZeroLine | QCP::aeFills);
    setLocale(QLocale::c());
    plotLayout()->setMargins({});
    axisRect()->setAutoMargins(QCP::msNone);
    for (QCPAxis* axis : axisRect()->axes()) {
        keepTickLabels(axis, kTickLabels);
    }
    setFontSize(fontSize_);
    setTheme(theme_);
}

void PlotCanvas::setTheme(const PlotTheme& theme) {
    theme_ = theme;
    setBackground(QBrush(theme.background));
    header_->setColours(theme);
    styleAxes();
    refresh();
}

void PlotCanvas::setBackgroundShown(bool shown) {
    setBackground(shown ? QBrush(theme_.background) : QBrush(Qt::NoBrush));
}

void PlotCanvas::setFontSize(int pixels) {
    fontSize_ = pixels;
    header_->setFontSize(pixels);
    styleAxes();
    refresh();
}

void PlotCanvas::styleAxes() {
    QFont label;
    label.setPixelSize(fontSize_);
    QFont tick;
    tick.setPixelSize(fontSize_ - 1);
    for (QCPAxis* axis : axisRect()->axes()) {
        axis->setLabelFont(label);
        axis->setTickLabelFont(tick);
        axis->setLabelColor(theme_.mutedText);
        axis->setTickLabelColor(theme_.text);
        axis->setBasePen(QPen(theme_.mutedText, 1));
        axis->setTickPen(QPen(theme_.mutedText, 1));
        axis->setSubTicks(false);
        axis->setTickLength(0, 4);
        axis->setTickLabelPadding(3);
        axis->setLabelPadding(2);
        axis->grid()->setPen(QPen(theme_.grid, 1));
        axis->grid()->setZeroLinePen(QPen(theme_.grid, 1));
    }
}

QFontMetrics PlotCanvas::labelMetrics() const {
    return QFontMetrics(xAxis->labelFont());
}
QFontMetrics PlotCanvas::tickMetrics() const {
    return QFontMetrics(xAxis->tickLabelFont());
}

void PlotCanvas::refresh() {
    changed_ = true;
    update();
}

void PlotCanvas::refreshHeader() {
    headerOutdated_ = true;
    update();
}

void PlotCanvas::paintPicture(QCPPainter& painter, const QSize& size) {
    painter.setMode(QCPPainter::pmNoCaching);
    painter.setMode(QCPPainter::pmNonCosmetic);
    setViewport(QRect(QPoint(0, 0), size));
    if (mBackgroundBrush.style() != Qt::NoBrush) {
        painter.fillRect(viewport(), mBackgroundBrush);
    }
    draw(&painter);
    if (overlay_) {
        overlay_->drawOver(&painter);
    }
    refresh();
}

void PlotCanvas::drawPicture() {
    const double ratio = devicePixelRatioF();
    const QSize pixels = (QSizeF(size()) * ratio).toSize();
    if (picture_.size() != pixels) {
        picture_ = QImage(pixels, QImage::Format_RGB32);
    }
    picture_.setDevicePixelRatio(ratio);
    QCPPainter painter(&picture_);
    drawOn(painter);
    pictured_ = true;
}

void PlotCanvas::drawHeader() {
    setViewport(rect());
    const QRect view = insideOf(viewport());
    if (layOutHeader(view) != headerHeight_) {
        drawPicture();
        return;
    }
    QCPPainter painter(&picture_);
    // Tails of letters reach into the gap below, and from the other side the label of a colour bar does.
    painter.fillRect(QRect(0, 0, width(), view.top() + headerHeight_ + kPadding / 2), theme_.background);
    header_->drawAlone(&painter);
}

void PlotCanvas::drawOn(QCPPainter& painter) {
    setBufferDevicePixelRatio(devicePixelRatioF());
    setViewport(rect());
    painter.fillRect(viewport(), theme_.background);
    draw(&painter);
}

void PlotCanvas::drawPictureOn(QCPPainter& painter) {
    if (!pictured_ || picture_.devicePixelRatio() != devicePixelRatioF()) {
        drawPicture();
    } else if (headerOutdated_) {
        drawHeader();
    }
    painter.drawImage(0, 0, picture_);
}

/// Else what is drawn straight into the window would move by a part of a pixel when its picture follows.
bool PlotCanvas::beginsOnAPixel() const {
    const QPointF corner = QPointF(mapTo(window(), QPoint())) * devicePixelRatioF();
    return corner == QPointF(corner.toPoint());
}

void PlotCanvas::paintEvent(QPaintEvent* event) {
    QCPPainter painter(this);
    painter.setClipRegion(event->region());
    const bool isNew = std::exchange(changed_, false);
    pictured_ = pictured_ && !isNew;
    if (isNew && beginsOnAPixel()) {
        // Most contents are painted once and then replaced: a picture of them would be a copy for nothing.
        drawOn(painter);
    } else {
        drawPictureOn(painter);
    }
    headerOutdated_ = false;
    if (overlay_) {
        overlay_->drawOver(&painter);
    }
}

void PlotCanvas::resizeEvent(QResizeEvent*) {
    refresh();
}

int PlotCanvas::layOutHeader(const QRect& view) {
    return header_->layOut(view.topLeft(), std::max(view.width(), 1),
                           static_cast<int>(viewport().height() * kHeaderShare));
}

bool PlotCanvas::hasRoomForHeader(const QSize& size) {
    setViewport(QRect(QPoint(0, 0), size));
    layOutHeader(insideOf(viewport()));
    return header_->isWhole();
}

void PlotCanvas::updateLayout() {
    const QRect view = insideOf(viewport());
    headerHeight_ = layOutHeader(view);
    const QRect room = view.adjusted(0, headerHeight_ + kPadding, 0, 0);
    const QRect frame = placement_ ? placement_(room) : room;
    const QRect whole = viewport();
    axisRect()->setMargins(
        QMargins(std::max(frame.left() - whole.left(), 0), std::max(frame.top() - whole.top(), 0),
                 std::max(whole.right() - frame.right(), 0), std::max(whole.bottom() - frame.bottom(), 0)));
    emit placed(frame);
    QCustomPlot::updateLayout();
}

} // namespace sextant::plots
