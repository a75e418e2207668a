// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/curve_set.h"

#include "ui/plots/curve_style.h"

#include <algorithm>
#include <cmath>

namespace sextant::plots {

namespace {

constexpr double kBarWidth = 0.72;
constexpr double kWidestBar = 64.0; ///< pixels
constexpr double kMarkerRoom = 8.0; ///< pixels a marker needs
/// Pixels per layer that a whisker needs. Closer together they would read as hatching: a band is drawn
/// instead, and the bars join.
constexpr double kWhiskerRoom = 8.0;

/// QCustomPlot leaves a gap at NaN but plots infinities.
double orGap(double value) {
    return std::isfinite(value) ? value : std::nan("");
}

/// A curve without markers for missing values. QCustomPlot puts those into the corner of the picture, where
/// the clip hides them on screen but not in SVG, for which Qt writes no clip.
class CurveGraph : public QCPGraph {
public:
    using QCPGraph::QCPGraph;

protected:
    void drawScatterPlot(QCPPainter* painter, const QVector<QPointF>& marks,
                         const QCPScatterStyle& style) const override {
        const QRectF frame = QRectF(clipRect()).adjusted(-1, -1, 1, 1);
        QVector<QPointF> shown;
        std::copy_if(marks.begin(), marks.end(), std::back_inserter(shown),
                     [&](const QPointF& mark) { return frame.contains(mark); });
        QCPGraph::drawScatterPlot(painter, shown, style);
    }
};

void setValues(QCPGraph* graph, const std::vector<double>& values) {
    QVector<QCPGraphData> points;
    points.reserve(static_cast<qsizetype>(values.size()));
    for (std::size_t i = 0; i < values.size(); ++i) {
        points.append(QCPGraphData(static_cast<double>(i), orGap(values[i])));
    }
    graph->data()->set(points, true);
}

/// A level is a line even when there is only one layer.
void setLevel(QCPGraph* graph, double level) {
    graph->data()->set({QCPGraphData(-0.5, level), QCPGraphData(0.5, level)}, true);
}

/// Skips layers without a value, for which QCustomPlot would draw a bar of full height.
void setBars(QCPBars* bars, QCPErrorBars* whiskers, const figures::LayerCurve& curve) {
    QVector<QCPBarsData> points;
    QVector<double> below;
    QVector<double> above;
    for (std::size_t i = 0; i < curve.value.size(); ++i) {
        const double value = curve.value[i];
        if (!std::isfinite(value)) {
            continue;
        }
        points.append(QCPBarsData(static_cast<double>(i), value));
        if (whiskers) {
            below.append(orGap(value - curve.low[i]));
            above.append(orGap(curve.high[i] - value));
        }
    }
    bars->data()->set(points, true);
    if (whiskers) {
        whiskers->setData(below, above);
    }
}

bool sameKind(const figures::LayerCurve& a, const figures::LayerCurve& b) {
    return a.style == b.style && a.axis == b.axis && a.series == b.series && a.low.empty() == b.low.empty();
}

bool hasLine(figures::CurveStyle style) {
    return style == figures::CurveStyle::Line || style == figures::CurveStyle::Thin ||
           style == figures::CurveStyle::Reference;
}

bool hasBand(const figures::LayerCurve& curve) {
    return (curve.style == figures::CurveStyle::Line || curve.style == figures::CurveStyle::Reference) &&
           !curve.low.empty();
}

/// The spread of bars while they are too narrow for whiskers: over the bars, unlike the band of a line.
bool hasBarBand(const figures::LayerCurve& curve) {
    return curve.style == figures::CurveStyle::Bar && !curve.low.empty();
}

} // namespace

bool CurveSet::fits(const figures::LayerFigure& figure) const {
    return std::equal(
        drawn_.begin(), drawn_.end(), figure.curves.begin(), figure.curves.end(),
        [](const Drawn& drawn, const figures::LayerCurve& curve) { return sameKind(drawn.curve, curve); });
}

void CurveSet::show(const figures::LayerFigure& figure) {
    if (!fits(figure)) {
        build(figure);
        restyle();
    }
    for (std::size_t i = 0; i < drawn_.size(); ++i) {
        drawn_[i].curve = figure.curves[i];
        fill(drawn_[i]);
    }
}

void CurveSet::build(const figures::LayerFigure& figure) {
    canvas_.clearPlottables();
    drawn_.clear();
    for (const figures::LayerCurve& curve : figure.curves) {
        drawn_.push_back({curve});
    }
    const auto valueAxis = [this](const figures::LayerCurve& curve) {
        return curve.axis == figures::ValueAxis::Left ? canvas_.yAxis : canvas_.yAxis2;
    };
    // Bands first: a line must not be under another curve's band.
    for (Drawn& drawn : drawn_) {
        if (!hasBand(drawn.curve)) {
            continue;
        }
        addBand(drawn, valueAxis(drawn.curve));
    }
    for (Drawn& drawn : drawn_) {
        if (drawn.curve.style == figures::CurveStyle::Hidden) {
            continue;
        }
        if (drawn.curve.style == figures::CurveStyle::Bar) {
            auto* bars = new QCPBars(canvas_.xAxis, valueAxis(drawn.curve));
            bars->setWidth(kBarWidth);
            bars->setAntialiased(false);
            drawn.plottable = bars;
            if (hasBarBand(drawn.curve)) {
                addBand(drawn, valueAxis(drawn.curve));
                drawn.whiskers = new QCPErrorBars(canvas_.xAxis, valueAxis(drawn.curve));
                drawn.whiskers->setDataPlottable(bars);
                drawn.whiskers->setSymbolGap(0);
                drawn.whiskers->setAntialiased(false);
            }
            continue;
        }
        QCPGraph* graph = new CurveGraph(canvas_.xAxis, valueAxis(drawn.curve));
        graph->setAdaptiveSampling(false);
        graph->setAntialiased(drawn.curve.style != figures::CurveStyle::Reference);
        graph->setLineStyle(hasLine(drawn.curve.style) ? QCPGraph::lsLine : QCPGraph::lsNone);
        drawn.plottable = graph;
    }
}

void CurveSet::addBand(Drawn& drawn, QCPAxis* valueAxis) {
    drawn.bandLow = canvas_.addGraph(canvas_.xAxis, valueAxis);
    drawn.bandHigh = canvas_.addGraph(canvas_.xAxis, valueAxis);
    drawn.bandHigh->setChannelFillGraph(drawn.bandLow);
    for (QCPGraph* edge : {drawn.bandLow, drawn.bandHigh}) {
        edge->setPen(Qt::NoPen);
        edge->setAdaptiveSampling(false);
    }
}

void CurveSet::restyle() {
    const PlotTheme& theme = canvas_.theme();
    for (Drawn& drawn : drawn_) {
        if (drawn.bandHigh) {
            drawn.bandHigh->setBrush(bandFill(drawn.curve, theme));
        }
        if (auto* graph = qobject_cast<QCPGraph*>(drawn.plottable)) {
            graph->setPen(curvePen(drawn.curve, theme));
            adaptMarkers(graph, drawn.curve);
        } else if (drawn.plottable) {
            drawn.plottable->setPen(Qt::NoPen);
            drawn.plottable->setBrush(barFill(drawn.curve, theme));
        }
        if (drawn.whiskers) {
            // At full strength, to stand out from the bar it crosses.
            drawn.whiskers->setPen(QPen(theme.series[drawn.curve.series], 1));
        }
    }
}

void CurveSet::fill(Drawn& drawn) {
    const figures::LayerCurve& curve = drawn.curve;
    if (drawn.bandLow) {
        setValues(drawn.bandLow, curve.low);
        setValues(drawn.bandHigh, curve.high);
    }
    if (auto* graph = qobject_cast<QCPGraph*>(drawn.plottable)) {
        if (curve.style == figures::CurveStyle::Reference && curve.value.size() == 1) {
            setLevel(graph, orGap(curve.value.front()));
        } else {
            setValues(graph, curve.value);
        }
    }
    if (auto* bars = qobject_cast<QCPBars*>(drawn.plottable)) {
        setBars(bars, drawn.whiskers, curve);
    }
}

void CurveSet::adaptMarkers(QCPGraph* graph, const figures::LayerCurve& curve) const {
    QCPScatterStyle marker = curveMarker(curve, canvas_.theme());
    // Points have no line to carry them, so they shrink; the markers of a line thin out.
    if (curve.style == figures::CurveStyle::Point) {
        marker.setSize(std::clamp(pixelsPerLayer_ * 0.8, 2.5, marker.size()));
    } else {
        graph->setScatterSkip(std::max(static_cast<int>(std::ceil(kMarkerRoom / pixelsPerLayer_)) - 1, 0));
    }
    graph->setScatterStyle(marker);
}

void CurveSet::setPixelsPerLayer(double pixels) {
    pixelsPerLayer_ = std::max(pixels, 0.01);
    for (Drawn& drawn : drawn_) {
        if (auto* graph = qobject_cast<QCPGraph*>(drawn.plottable)) {
            adaptMarkers(graph, drawn.curve);
        } else if (auto* bars = qobject_cast<QCPBars*>(drawn.plottable)) {
            adaptBars(bars, drawn);
        }
    }
}

void CurveSet::adaptBars(QCPBars* bars, const Drawn& drawn) const {
    const bool narrow = pixelsPerLayer_ < kWhiskerRoom;
    bars->setWidth(narrow ? 1.0 : std::min(kBarWidth, kWidestBar / pixelsPerLayer_));
    if (drawn.whiskers) {
        drawn.whiskers->setVisible(!narrow);
        drawn.whiskers->setWhiskerWidth(std::min(pixelsPerLayer_ * 0.3, 8.0));
        drawn.bandLow->setVisible(narrow);
        drawn.bandHigh->setVisible(narrow);
    }
}

std::vector<LegendEntry> legendOf(const figures::LayerFigure& figure, const PlotTheme& theme) {
    std::vector<LegendEntry> entries;
    bool spread = false;
    for (const figures::LayerCurve& curve : figure.curves) {
        if (curve.style == figures::CurveStyle::Hidden || curve.style == figures::CurveStyle::Reference) {
            continue;
        }
        LegendEntry entry;
        entry.text = QString::fromStdString(curve.name);
        if (hasLine(curve.style)) {
            entry.pen = curvePen(curve, theme);
        }
        entry.marker = curveMarker(curve, theme);
        if (curve.style == figures::CurveStyle::Bar) {
            entry.fill = barFill(curve, theme);
        }
        entries.push_back(entry);
        spread = spread || (curve.style != figures::CurveStyle::Thin && !curve.low.empty());
    }
    if (spread) {
        LegendEntry band;
        band.text = QStringLiteral("10 to 90 % of heads");
        QColor colour = theme.mutedText;
        colour.setAlphaF(0.3F);
        band.fill = colour;
        entries.push_back(band);
    }
    if (!figure.reference.empty()) {
        // One entry for all of a kind: a reference has the colour of its curve.
        figures::LayerCurve sample;
        sample.style = figures::CurveStyle::Reference;
        QString text = QStringLiteral("compared with %1, \u00b1 2 SD");
        for (const QString& kind : QString::fromStdString(figure.reference).split(QStringLiteral("; "))) {
            LegendEntry reference;
            reference.text = text.arg(kind);
            reference.pen = curvePen(sample, theme);
            reference.pen.setColor(theme.mutedText);
            reference.fill = bandFill(sample, theme);
            entries.push_back(reference);
            text = QStringLiteral("with %1");
        }
    }
    return entries;
}

} // namespace sextant::plots
