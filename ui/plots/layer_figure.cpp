// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/layer_figure.h"

#include "ui/plots/number_text.h"

#include <QStringList>

#include <algorithm>
#include <cmath>

namespace sextant::plots {

namespace {

double at(const std::vector<double>& values, int layer) {
    return layer >= 0 && static_cast<std::size_t>(layer) < values.size()
               ? values[static_cast<std::size_t>(layer)]
               : std::nan("");
}

QString spreadText(const LayerCurve& curve, int layer) {
    if (curve.low.empty() || !std::isfinite(at(curve.low, layer)) || !std::isfinite(at(curve.high, layer)))
        return {};
    return QStringLiteral(" (%1 to %2)")
        .arg(shortNumber(at(curve.low, layer)), shortNumber(at(curve.high, layer)));
}

bool constant(const std::vector<double>& values) {
    return !values.empty() &&
           std::all_of(values.begin(), values.end(), [&](double v) { return v == values.front(); });
}

constexpr double kLargest = 1e200; ///< beyond it an axis could not tell its ends apart

/// The least and greatest finite number drawn against `axis`; lower > upper when there is none.
Span extentOf(const LayerFigure& figure, ValueAxis axis) {
    Span extent{kLargest, -kLargest};
    const auto take = [&extent](const std::vector<double>& values) {
        for (const double value : values) {
            if (!std::isfinite(value))
                continue;
            extent.lower = std::min(extent.lower, std::max(value, -kLargest));
            extent.upper = std::max(extent.upper, std::min(value, kLargest));
        }
    };
    for (const LayerCurve& curve : figure.curves) {
        if (curve.axis != axis || curve.style == CurveStyle::Hidden)
            continue;
        take(curve.value);
        if (curve.style == CurveStyle::Line || curve.style == CurveStyle::Bar) {
            take(curve.low);
            take(curve.high);
        }
    }
    return extent;
}

/// A little more above, for a marker that lies on the upper end.
Span withRoom(const Span& span) {
    return {span.lower, span.upper + 0.04 * span.size()};
}

} // namespace

Span dataSpan(const LayerFigure& figure, ValueAxis axis) {
    const Span extent = extentOf(figure, axis);
    return withRoom(extent.lower <= extent.upper ? roundSpan(extent.lower, extent.upper) : Span{0.0, 1.0});
}

Span shareSpan(const LayerFigure& figure, ValueAxis axis) {
    constexpr double rounding = 1e-3; // what rounding can push a share beyond its limits
    const Span extent = extentOf(figure, axis);
    Span span{0.0, 1.0};
    if (extent.lower <= extent.upper && (extent.lower < -rounding || extent.upper > 1.0 + rounding))
        span = roundSpan(std::min(extent.lower, 0.0), std::max(extent.upper, 1.0));
    return withRoom(span);
}

QString readout(const LayerFigure& figure, LayerIndex layer) {
    QStringList values;
    for (const LayerCurve& curve : figure.curves) {
        if (curve.style == CurveStyle::Hidden || (curve.style == CurveStyle::Chance && constant(curve.value)))
            continue;
        values << curve.header() + QLatin1Char(' ') + shortNumber(at(curve.value, layer.value)) +
                      spreadText(curve, layer.value);
    }
    QString text = QStringLiteral("layer %1").arg(layer.value);
    if (!figure.message.isEmpty())
        return text;
    text += QStringLiteral(" (%1): ").arg(figure.context) + values.join(QStringLiteral(", "));
    const auto index = static_cast<std::size_t>(layer.value);
    if (index < figure.missingHeads.size() && figure.missingHeads[index] > 0)
        text += figure.missingHeads[index] == 1
                    ? QStringLiteral("; 1 head without data")
                    : QStringLiteral("; %1 heads without data").arg(figure.missingHeads[index]);
    return text;
}

QString tableText(const LayerFigure& figure) {
    QString text = QStringLiteral("layer");
    for (const LayerCurve& curve : figure.curves) {
        text += QLatin1Char('\t') + curve.header();
        if (!curve.low.empty())
            text += QStringLiteral("\t%1 p10\t%1 p90").arg(curve.header());
    }
    text += QLatin1Char('\n');
    for (int layer = 0; layer < figure.layers; ++layer) {
        text += QString::number(layer);
        for (const LayerCurve& curve : figure.curves) {
            text += QLatin1Char('\t') + exactNumber(at(curve.value, layer));
            if (!curve.low.empty())
                text += QLatin1Char('\t') + exactNumber(at(curve.low, layer)) + QLatin1Char('\t') +
                        exactNumber(at(curve.high, layer));
        }
        text += QLatin1Char('\n');
    }
    return text;
}

QString summary(const LayerFigure& figure) {
    QString text = figure.quantity + QStringLiteral(", ") + figure.context + QLatin1Char('.');
    if (!figure.message.isEmpty())
        return text + QLatin1Char(' ') + figure.message;
    for (const LayerCurve& curve : figure.curves) {
        if (curve.style == CurveStyle::Hidden)
            continue;
        std::vector<double> finite;
        std::copy_if(curve.value.begin(), curve.value.end(), std::back_inserter(finite),
                     [](double value) { return std::isfinite(value); });
        if (finite.empty()) {
            text += QStringLiteral(" %1: no data.").arg(curve.name);
            continue;
        }
        const auto [low, high] = std::minmax_element(finite.begin(), finite.end());
        text += *low == *high
                    ? QStringLiteral(" %1: %2.").arg(curve.name, shortNumber(*low))
                    : QStringLiteral(" %1: %2 to %3.").arg(curve.name, shortNumber(*low), shortNumber(*high));
    }
    return text;
}

} // namespace sextant::plots
