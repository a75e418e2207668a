// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/indices.h"
#include "ui/plots/span.h"

#include <QString>

#include <vector>

namespace sextant::plots {

/// How a quantity over depth is drawn.
enum class CurveStyle {
    Line,   ///< full-strength line with markers and its band
    Thin,   ///< lighter companion of a line
    Bar,    ///< a bar a layer, its spread as a whisker
    Point,  ///< a marker a layer
    Chance, ///< thin dashed line without markers
    Hidden, ///< in the table alone
};

enum class ValueAxis { Left, Right };

/// One quantity over depth, ready to be drawn, read out and written into a table.
struct LayerCurve {
    QString name;   ///< in the legend, e.g. "T (right)"
    QString column; ///< in the read-out and the table; the name when empty
    CurveStyle style = CurveStyle::Line;
    ValueAxis axis = ValueAxis::Left;
    int series = 0;            ///< colour, dash and marker, an index into PlotTheme::series
    std::vector<double> value; ///< [L], NaN where missing
    std::vector<double> low;   ///< [L] or empty
    std::vector<double> high;  ///< [L] or empty

    const QString& header() const { return column.isEmpty() ? name : column; }
};

/// What one plot over the layer axis shows, as a value: everything drawn, read out, described and tabulated
/// is in it.
struct LayerFigure {
    QString quantity; ///< first half of the title
    QString context;  ///< second half: anchor and head
    QString leftLabel;
    QString rightLabel; ///< empty without a second value axis
    int layers = 0;
    std::vector<LayerCurve> curves;
    std::vector<int> missingHeads; ///< [L] heads left out of the means, or empty
    QString message;               ///< in place of curves: why there are none
};

/// The axis of what is drawn against `axis`, with round ends.
Span dataSpan(const LayerFigure& figure, ValueAxis axis);
/// The same for shares and cosines: [0, 1] and a little room, so that anchors compare, unless the data goes
/// beyond.
Span shareSpan(const LayerFigure& figure, ValueAxis axis);

/// "layer 3: cosine 0.8213 (0.61 to 0.97), T 1.04".
QString readout(const LayerFigure& figure, LayerIndex layer);

/// Tab-separated: a header line, then a line per layer; numbers with as many digits as it takes to read them
/// back.
QString tableText(const LayerFigure& figure);

/// The figure in a few sentences, for who does not see it.
QString summary(const LayerFigure& figure);

} // namespace sextant::plots
