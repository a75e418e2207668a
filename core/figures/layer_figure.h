// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/indices.h"
#include "core/base/layer_numbers.h"
#include "core/figures/figure_table.h"
#include "core/figures/span.h"

#include <optional>
#include <string>
#include <vector>

namespace sextant::figures {

/// How a quantity over depth is drawn.
enum class CurveStyle {
    Line,      ///< full-strength line with markers and its band
    Thin,      ///< lighter companion of a line
    Bar,       ///< one bar per layer, its spread as a whisker
    Point,     ///< one marker per layer
    Reference, ///< thin dashed line without markers: what the curve of the same colour would be by chance
    Hidden,    ///< in the table only
};

enum class ValueAxis { Left, Right };

/// One quantity over depth, ready to be drawn, read out and written into a table.
struct LayerCurve {
    std::string name;    ///< in the legend, e.g. "T (right)"
    std::string column;  ///< in the read-out and the table; the name when empty
    std::string meaning; ///< one sentence, for help and tooltips
    CurveStyle style = CurveStyle::Line;
    ValueAxis axis = ValueAxis::Left;
    int series = 0;            ///< colour, dash and marker, an index into PlotTheme::series
    std::vector<double> value; ///< [L], NaN where missing
    std::vector<double> low;   ///< [L] or empty
    std::vector<double> high;  ///< [L] or empty
    std::vector<double>
        deviation;         ///< [L] of a reference, of which `low` and `high` are two from the mean; or empty
    std::vector<double> z; ///< [L] deviations from the reference to the curve of the same colour, or empty

    [[nodiscard]] const std::string& header() const { return column.empty() ? name : column; }
};

/// What one plot over the layer axis shows, as a value: everything drawn, read out, described and tabulated
/// is in it.
struct LayerFigure {
    std::string quantity; ///< first half of the title
    std::string context;  ///< second half: anchor and head
    std::string leftLabel;
    std::string rightLabel;           ///< empty without a second value axis
    std::string axisLabel = "Layer";  ///< below the plot
    std::string rowHeader = "layer";  ///< before a place's number
    int layers = 0;                   ///< or other places along the axis
    std::vector<std::string> notes;   ///< [layers] said of each place before its values, or empty
    LayerNumbers numbers;             ///< how the layers are shown
    std::optional<LayerIndex> anchor; ///< whose own values, often 1 by definition, no axis makes room for
    std::vector<LayerCurve> curves;
    std::vector<int> missingHeads; ///< [L] heads left out of the means, or empty
    std::string reference; ///< what the dashed lines are, and which curves have none, in words, by kind, with
                           ///< "; " between kinds; empty without any
    std::string message;   ///< in place of curves: why there are none
};

/// The axis of what is drawn against `axis`, with round ends: as long as the layers other than the anchor
/// need.
[[nodiscard]] Span dataSpan(const LayerFigure& figure, ValueAxis axis);
/// The same for shares and cosines, which begin at 0 unless the data goes below.
[[nodiscard]] Span shareSpan(const LayerFigure& figure, ValueAxis axis);

/// The figure as its axes show it: where the anchor's own values lie beyond their axis, lines have a gap, and
/// bars are as high as the axis. Read-outs and tables are made of the figure itself.
[[nodiscard]] LayerFigure withinAxes(LayerFigure figure);

/// By the layer's number: "layer 3: cosine 0.8213 (0.61 to 0.97), T 1.04".
[[nodiscard]] std::string readout(const LayerFigure& figure, LayerIndex layer);

/// One row per layer; a curve with a spread is followed by its 10th and 90th percentile over heads, a
/// reference by its standard deviation and by z.
[[nodiscard]] FigureTable tableOf(const LayerFigure& figure);

/// The figure in a few sentences, for readers who do not see it.
[[nodiscard]] std::string summary(const LayerFigure& figure);

} // namespace sextant::figures
