// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/colour_scale.h"
#include "ui/plots/diverging_map.h"
#include "ui/plots/plot_canvas.h"

namespace sextant::plots {

/// The colour scale of a map, right of the axis rectangle and of the same height.
class ColourBar : public QCPLayerable {
public:
    explicit ColourBar(PlotCanvas* canvas);

    void setScale(const DivergingMap& map, const figures::ColourScale& scale, const QString& label);

    /// Pixels between the axis rectangle and the bar.
    void setGap(int pixels) { gap_ = pixels; }

    /// Pixels it needs right of the axis rectangle.
    int width() const;

protected:
    void draw(QCPPainter* painter) override;
    void applyDefaultAntialiasingHint(QCPPainter* painter) const override;

private:
    /// 0 is the upper end of the bar, 1 the lower.
    QRgb colourAt(double fromTop) const;
    void drawColours(QCPPainter* painter, const QRectF& bar) const;
    void drawTicks(QCPPainter* painter, const QRectF& bar) const;

    PlotCanvas* canvas_;
    const DivergingMap* map_;
    figures::ColourScale scale_;
    QString label_;
    int gap_ = 14;
};

} // namespace sextant::plots
