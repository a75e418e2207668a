#pragma once

#include "ui/plots/custom_plot.h"
#include "ui/plots/plot_header.h"
#include "ui/plots/plot_theme.h"

#include <functional>

namespace sextant {

/// A QCustomPlot that is replotted when it is next painted, however often its contents change before that,
/// and that places its axis rectangle by rule, below a header. The pointer's events are its parent's
/// business.
///
/// Everything but the markers shares one buffer; the markers have their own (the layer "overlay"), so that
/// moving one draws no curve again.
class PlotCanvas : public QCustomPlot {
    Q_OBJECT
public:
    /// From the room below the header to the axis rectangle (the frame of the data, without its labels).
    using Placement = std::function<QRect(const QRect& room)>;

    explicit PlotCanvas(QWidget* parent);

    void setPlacement(Placement placement) { placement_ = std::move(placement); }
    PlotHeader& header() { return *header_; }

    /// What stands in the middle of the axis rectangle in place of data; empty: nothing.
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

    void refresh();
    void refreshOverlay();

    /// Lays out for the present size without painting, so that pixels mean something.
    void layOutNow();

    /// Draws everything `size` large through `painter`, without caches; for exports.
    void paintPicture(QCPPainter& painter, const QSize& size);

signals:
    /// The axis rectangle is about to take this place: the moment to choose ticks by pixels.
    void placed(const QRect& frame);

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void updateLayout() override;

private:
    void styleAxes();

    Placement placement_;
    PlotHeader* header_;
    QString message_;
    PlotTheme theme_ = PlotTheme::light();
    int fontSize_ = 12;
    bool outdated_ = true;
};

} // namespace sextant
