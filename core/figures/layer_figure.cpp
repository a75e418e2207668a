// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/layer_figure.h"

#include "core/evidence/reference.h"
#include "core/figures/number_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

namespace sextant::figures {

namespace {

double at(const std::vector<double>& values, int layer) {
    return layer >= 0 && static_cast<std::size_t>(layer) < values.size()
               ? values[static_cast<std::size_t>(layer)]
               : std::nan("");
}

const char* standingAt(double z) {
    return evidence::standingName(evidence::standingOf(z));
}

std::string spreadText(const LayerCurve& curve, int layer) {
    if (!curve.deviation.empty()) {
        if (!std::isfinite(at(curve.deviation, layer))) {
            return {};
        }
        const double z = at(curve.z, layer);
        return fmt::format(" \u00b1 {}{}", shortNumber(at(curve.deviation, layer)),
                           std::isfinite(z) ? fmt::format(" (z {:.1f}, {})", z, standingAt(z))
                                            : std::string());
    }
    if (curve.low.empty() || !std::isfinite(at(curve.low, layer)) || !std::isfinite(at(curve.high, layer))) {
        return {};
    }
    return fmt::format(" ({} to {})", shortNumber(at(curve.low, layer)), shortNumber(at(curve.high, layer)));
}

constexpr double kLargest = 1e200; ///< beyond it an axis could not tell its ends apart

/// The least and greatest finite number drawn against `axis`, the anchor's own left out where there are
/// others; lower > upper when there is none.
Span extentOf(const LayerFigure& figure, ValueAxis axis) {
    Span extent{kLargest, -kLargest};
    const bool othersAlone = figure.anchor && figure.layers > 1;
    const auto take = [&](const std::vector<double>& values) {
        for (std::size_t layer = 0; layer < values.size(); ++layer) {
            const double value = values[layer];
            if (!std::isfinite(value) ||
                (othersAlone && layer == static_cast<std::size_t>(figure.anchor->value))) {
                continue;
            }
            extent.lower = std::min(extent.lower, std::max(value, -kLargest));
            extent.upper = std::max(extent.upper, std::min(value, kLargest));
        }
    };
    for (const LayerCurve& curve : figure.curves) {
        if (curve.axis != axis || curve.style == CurveStyle::Hidden) {
            continue;
        }
        take(curve.value);
        if (curve.style == CurveStyle::Line || curve.style == CurveStyle::Bar ||
            curve.style == CurveStyle::Reference) {
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

/// Takes the anchor's own values out of `values` where they lie beyond `axis`.
void leaveOutBeyond(std::vector<double>& values, std::size_t anchor, const Span& axis) {
    if (anchor < values.size() && (values[anchor] < axis.lower || values[anchor] > axis.upper)) {
        values[anchor] = std::nan("");
    }
}

/// Takes a value down or up to the end of the axis it lies beyond.
void stopAtEnd(std::vector<double>& values, std::size_t anchor, const Span& axis) {
    if (anchor < values.size() && std::isfinite(values[anchor])) {
        values[anchor] = std::clamp(values[anchor], axis.lower, axis.upper);
    }
}

} // namespace

Span dataSpan(const LayerFigure& figure, ValueAxis axis) {
    const Span extent = extentOf(figure, axis);
    return withRoom(extent.lower <= extent.upper ? roundSpan(extent.lower, extent.upper) : Span{0.0, 1.0});
}

Span shareSpan(const LayerFigure& figure, ValueAxis axis) {
    constexpr double rounding = 1e-3; // what rounding can push a share beyond its limits
    const Span extent = extentOf(figure, axis);
    if (extent.lower > extent.upper) {
        return withRoom({0.0, 1.0});
    }
    const double lower = extent.lower < -rounding ? extent.lower : 0.0;
    const double upper = extent.upper > 1.0 + rounding ? extent.upper : std::min(extent.upper, 1.0);
    return withRoom(lower < upper ? roundSpan(lower, upper)
                                  : Span{std::floor(lower), std::floor(lower) + 1.0});
}

LayerFigure withinAxes(LayerFigure figure) {
    if (!figure.anchor) {
        return figure;
    }
    const Span left = shareSpan(figure, ValueAxis::Left);
    const Span right = dataSpan(figure, ValueAxis::Right);
    const auto anchor = static_cast<std::size_t>(figure.anchor->value);
    for (LayerCurve& curve : figure.curves) {
        const Span& axis = curve.axis == ValueAxis::Left ? left : right;
        const auto fit = curve.style == CurveStyle::Bar ? stopAtEnd : leaveOutBeyond;
        for (std::vector<double>* values : {&curve.value, &curve.low, &curve.high}) {
            fit(*values, anchor, axis);
        }
    }
    return figure;
}

std::string readout(const LayerFigure& figure, LayerIndex layer) {
    std::string text = fmt::format("{} {}", figure.rowHeader, figure.numbers.of(layer));
    if (!figure.message.empty()) {
        return text;
    }
    std::vector<std::string> values;
    for (const LayerCurve& curve : figure.curves) {
        // The anchor has no reference: it is not compared with itself.
        if (curve.style == CurveStyle::Hidden ||
            (curve.style == CurveStyle::Reference && !std::isfinite(at(curve.value, layer.value)))) {
            continue;
        }
        values.push_back(fmt::format("{} {}{}", curve.header(), shortNumber(at(curve.value, layer.value)),
                                     spreadText(curve, layer.value)));
    }
    const auto index = static_cast<std::size_t>(layer.value);
    const std::string note = index < figure.notes.size() ? figure.notes[index] + "; " : std::string();
    text += fmt::format(" ({}): {}{}", figure.context, note, fmt::join(values, ", "));
    if (index < figure.missingHeads.size() && figure.missingHeads[index] > 0) {
        text += figure.missingHeads[index] == 1
                    ? "; 1 head without data"
                    : fmt::format("; {} heads without data", figure.missingHeads[index]);
    }
    return text;
}

FigureTable tableOf(const LayerFigure& figure) {
    FigureTable table;
    table.rowHeader = figure.rowHeader;
    table.rowNumbers = figure.numbers;
    for (const LayerCurve& curve : figure.curves) {
        const auto addColumn = [&](const std::string& header, const std::string& meaning) {
            table.columns.push_back(header);
            table.meanings.push_back(meaning);
        };
        addColumn(curve.header(), curve.meaning);
        if (!curve.deviation.empty()) {
            addColumn(curve.header() + " SD", "One standard deviation of it, for the averaging on show.");
            addColumn(curve.header() + " z",
                      "How many standard deviations the value lies from it; beyond 3 it stands out.");
        } else if (!curve.low.empty()) {
            addColumn(curve.header() + " p10", "10th percentile over heads. " + curve.meaning);
            addColumn(curve.header() + " p90", "90th percentile over heads. " + curve.meaning);
        }
    }
    for (int layer = 0; layer < figure.layers; ++layer) {
        std::vector<double>& row = table.rows.emplace_back();
        for (const LayerCurve& curve : figure.curves) {
            row.push_back(at(curve.value, layer));
            if (!curve.deviation.empty()) {
                row.push_back(at(curve.deviation, layer));
                row.push_back(at(curve.z, layer));
            } else if (!curve.low.empty()) {
                row.push_back(at(curve.low, layer));
                row.push_back(at(curve.high, layer));
            }
        }
    }
    return table;
}

std::string summary(const LayerFigure& figure) {
    std::string text = fmt::format("{}, {}.", figure.quantity, figure.context);
    if (!figure.message.empty()) {
        return text + ' ' + figure.message;
    }
    for (const LayerCurve& curve : figure.curves) {
        if (curve.style == CurveStyle::Hidden) {
            continue;
        }
        std::vector<double> finite;
        std::copy_if(curve.value.begin(), curve.value.end(), std::back_inserter(finite),
                     [](double value) { return std::isfinite(value); });
        if (finite.empty()) {
            text += fmt::format(" {}: no data.", curve.name);
            continue;
        }
        const auto [low, high] = std::minmax_element(finite.begin(), finite.end());
        text += *low == *high
                    ? fmt::format(" {}: {}.", curve.name, shortNumber(*low))
                    : fmt::format(" {}: {} to {}.", curve.name, shortNumber(*low), shortNumber(*high));
    }
    return text;
}

} // namespace sextant::figures
