// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/custom_plot.h"
#include "ui/plots/plot_theme.h"
#include "ui/plots/text_run.h"

#include <vector>

namespace sextant::plots {

/// One entry of a legend: a sample of how it is drawn, and its name.
struct LegendEntry {
    QString text;
    QPen pen = Qt::NoPen;      ///< line through the sample
    QCPScatterStyle marker;    ///< in the middle of the sample
    QBrush fill = Qt::NoBrush; ///< block behind it: a band or a bar
};

/// Title and legend above a plot, never on top of its data. Texts wrap into as many lines as the width
/// requires.
class PlotHeader : public QCPLayerable {
public:
    explicit PlotHeader(QCustomPlot* plot);

    void setTitle(const QString& quantity, const QString& context);
    void setLegend(std::vector<LegendEntry> entries);
    void setColours(const PlotTheme& theme);
    void setFontSize(int pixels);

    /// For figures that leave the window: the context always stays, and texts may use the whole height.
    void setStandingAlone(bool alone) { standingAlone_ = alone; }

    /// Lays the texts out from `corner` within `width`; returns the height they take, at most `height`. When
    /// they need more, the context goes first if it would need its own line, then the last lines of the
    /// legend.
    int layOut(QPoint corner, int width, int height);
    /// Whether all texts had their room when they were last laid out.
    bool isWhole() const { return whole_; }

    /// Draws what was laid out; as part of the whole picture QCustomPlot calls draw() itself.
    void drawAlone(QCPPainter* painter);

protected:
    void draw(QCPPainter* painter) override;
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;

private:
    struct Placed {
        LegendEntry entry;
        TextRun name;
        int line = 0;
        QPoint corner;
    };

    /// Wraps the legend from {left, 0}; returns its number of lines.
    int flowLegend(int left, int width);
    void drawSample(QCPPainter* painter, const Placed& placed) const;

    TextRun quantity_;
    TextRun context_;
    QPoint quantityCorner_;
    QPoint contextCorner_;
    std::vector<Placed> legend_;
    int width_ = 0;
    bool standingAlone_ = false;
    bool contextShown_ = true;
    int linesShown_ = 0; ///< of the legend
    bool whole_ = true;
    QFont titleFont_;
    QFont textFont_;
    QColor text_;
    QColor muted_;
};

} // namespace sextant::plots
