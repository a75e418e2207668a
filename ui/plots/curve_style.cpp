// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/curve_style.h"

#include <algorithm>

namespace sextant::plots {

namespace {

int seriesOf(const figures::LayerCurve& curve) {
    return std::clamp(curve.series, 0, 4);
}

QVector<qreal> dashOf(int series, figures::CurveStyle style) {
    if (style == figures::CurveStyle::Reference) {
        return {3, 4};
    }
    if (style == figures::CurveStyle::Thin) {
        return series == 2 ? QVector<qreal>{2, 3} : QVector<qreal>{5, 3};
    }
    switch (series) {
    case 1:
        return {6, 2.5};
    case 2:
        return {7, 2, 1.5, 2};
    case 3:
        return {2, 2};
    case 4:
        return {10, 2};
    default:
        return {};
    }
}

} // namespace

QPen curvePen(const figures::LayerCurve& curve, const PlotTheme& theme) {
    const int series = seriesOf(curve);
    QPen pen(theme.series[series]);
    pen.setWidthF(curve.style == figures::CurveStyle::Line ? 1.8 : 1.0);
    pen.setCapStyle(Qt::FlatCap);
    pen.setJoinStyle(Qt::BevelJoin);
    if (curve.style == figures::CurveStyle::Bar || curve.style == figures::CurveStyle::Point) {
        return pen;
    }
    if (const auto dash = dashOf(series, curve.style); !dash.isEmpty()) {
        pen.setDashPattern(dash);
    }
    return pen;
}

QCPScatterStyle curveMarker(const figures::LayerCurve& curve, const PlotTheme& theme) {
    if (curve.style == figures::CurveStyle::Reference || curve.style == figures::CurveStyle::Bar ||
        curve.style == figures::CurveStyle::Hidden) {
        return {};
    }
    const int series = seriesOf(curve);
    constexpr QCPScatterStyle::ScatterShape shapes[] = {
        QCPScatterStyle::ssCircle, QCPScatterStyle::ssSquare, QCPScatterStyle::ssTriangle,
        QCPScatterStyle::ssDiamond, QCPScatterStyle::ssTriangleInverted};
    const bool open = curve.style == figures::CurveStyle::Thin ||
                      (curve.style == figures::CurveStyle::Point && series == 2);
    // A scatter style without a pen takes that of the line, with its dashes.
    const QPen pen(theme.series[series], 1.0);
    const QBrush brush = open ? QBrush(theme.background) : QBrush(theme.series[series]);
    return {shapes[series], pen, brush, curve.style == figures::CurveStyle::Point ? 6.0 : open ? 4.5 : 5.0};
}

QBrush barFill(const figures::LayerCurve& curve, const PlotTheme& theme) {
    return theme.tint(theme.series[seriesOf(curve)], theme.dark ? 0.55F : 0.45F);
}

QBrush bandFill(const figures::LayerCurve& curve, const PlotTheme& theme) {
    if (curve.style == figures::CurveStyle::Reference) {
        // Without a colour: it must not be taken for the spread of the curve.
        QColor grey = theme.mutedText;
        grey.setAlphaF(theme.dark ? 0.28F : 0.20F);
        return grey;
    }
    QColor colour = theme.series[seriesOf(curve)];
    const bool overBars = curve.style == figures::CurveStyle::Bar;
    colour.setAlphaF(overBars ? 0.30F : (theme.dark ? 0.20F : 0.13F));
    return colour;
}

} // namespace sextant::plots
