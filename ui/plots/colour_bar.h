// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/diverging_map.h"
#include "ui/plots/plot_canvas.h"

namespace sextant::plots {

/// The colour scale of a map, right of the axis rectangle and of the same height.
class ColourBar : public QCPLayerable {
public:
    explicit ColourBar(PlotCanvas* canvas);

    void setScale(const DivergingMap& map, double limit, const QString& label);

    /// Pixels between the axis rectangle and the bar.
    void setGap(int pixels) { gap_ = pixels; }

    /// Pixels it needs right of the axis rectangle.
    int width() const;

protected:
    void draw(QCPPainter* painter) override;
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;

private:
    void drawColours(QCPPainter* painter, const QRectF& bar) const;
    void drawTicks(QCPPainter* painter, const QRectF& bar) const;

    PlotCanvas* canvas_;
    const DivergingMap* map_;
    double limit_ = 1.0;
    QString label_;
    int gap_ = 14;
};

} // namespace sextant::plots
