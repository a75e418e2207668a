// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/custom_plot.h"
#include "ui/plots/plot_header.h"
#include "ui/plots/plot_theme.h"

#include <functional>

namespace sextant::plots {

/// Drawn on top of a canvas' picture at every paint event.
class PlotOverlay {
public:
    virtual ~PlotOverlay() = default;
    virtual void drawOver(QCPPainter* painter) = 0;
};

/// A QCustomPlot that redraws once per paint event, however often its contents change in between, and that
/// places its axis rectangle by a rule, below a header. Pointer events go to its parent.
///
/// New contents are drawn straight into the window. Painted again, they are kept as one opaque picture with
/// the overlay drawn over it, so a marker that goes on moving redraws no curve. QCustomPlot's own buffers
/// (two, each cleared and blended) are unused.
class PlotCanvas : public QCustomPlot {
    Q_OBJECT
public:
    /// Maps the room below the header to the axis rectangle (the frame of the data, without its labels).
    using Placement = std::function<QRect(const QRect& room)>;

    explicit PlotCanvas(QWidget* parent);

    void setPlacement(Placement placement) { placement_ = std::move(placement); }
    /// Not owned; must live as long as this is painted.
    void setOverlay(PlotOverlay* overlay) { overlay_ = overlay; }
    PlotHeader& header() { return *header_; }

    /// Text shown in the axis rectangle instead of data; empty for none.
    void setMessage(const QString& message) { message_ = message; }
    const QString& message() const { return message_; }

    void setTheme(const PlotTheme& theme);
    const PlotTheme& theme() const { return theme_; }

    /// Transparent exports: the theme's colours without its background.
    void setBackgroundShown(bool shown);

    /// Size of labels in logical pixels; tick labels are a pixel smaller.
    void setFontSize(int pixels);
    int fontSize() const { return fontSize_; }
    QFontMetrics labelMetrics() const;
    QFontMetrics tickMetrics() const;

    /// The contents have changed: redraws them at the next paint event.
    void refresh();
    /// The header alone has changed: redraws it, or everything when it takes another height than before.
    void refreshHeader();
    /// Only the overlay has changed.
    void refreshOverlay() { update(); }

    /// Whether a picture this large has room for its whole title and legend.
    bool hasRoomForHeader(const QSize& size);
    /// Draws everything at `size` through `painter`, without caches; for exports.
    void paintPicture(QCPPainter& painter, const QSize& size);

signals:
    /// The axis rectangle is about to be placed here: the time to choose ticks by pixels.
    void placed(const QRect& frame);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void updateLayout() override;

private:
    void styleAxes();
    int layOutHeader(const QRect& view);
    void drawPicture();
    void drawHeader();
    void drawOn(QCPPainter& painter);
    void drawPictureOn(QCPPainter& painter);
    bool beginsOnAPixel() const;

    Placement placement_;
    PlotOverlay* overlay_ = nullptr;
    PlotHeader* header_;
    QString message_;
    PlotTheme theme_ = PlotTheme::light();
    int fontSize_ = 12;
    QImage picture_;
    int headerHeight_ = 0;  ///< in `picture_`
    bool changed_ = true;   ///< since the last paint event
    bool pictured_ = false; ///< `picture_` shows the contents, perhaps below an outdated header
    bool headerOutdated_ = false;
};

} // namespace sextant::plots
