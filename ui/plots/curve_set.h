// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/layer_figure.h"
#include "ui/plots/plot_canvas.h"

#include <vector>

namespace sextant::plots {

/// The curves, bands and bars of a figures::LayerFigure on a canvas. When only the numbers differ from the
/// previous figure, it keeps the plottables and refills them.
class CurveSet {
public:
    explicit CurveSet(PlotCanvas& canvas) : canvas_(canvas) {}

    void show(const figures::LayerFigure& figure);
    /// Applies the canvas' current theme.
    void restyle();
    /// Suits the drawing to its density: markers thin out, and narrow bars show their spread as a band.
    void setPixelsPerLayer(double pixels);

private:
    struct Drawn {
        figures::LayerCurve curve;
        QCPAbstractPlottable* plottable = nullptr;
        QCPGraph* bandLow = nullptr;
        QCPGraph* bandHigh = nullptr;
        QCPErrorBars* whiskers = nullptr;
    };

    bool fits(const figures::LayerFigure& figure) const;
    void build(const figures::LayerFigure& figure);
    void fill(Drawn& drawn);
    void addBand(Drawn& drawn, QCPAxis* valueAxis);
    void adaptMarkers(QCPGraph* graph, const figures::LayerCurve& curve) const;
    void adaptBars(QCPBars* bars, const Drawn& drawn) const;

    PlotCanvas& canvas_;
    std::vector<Drawn> drawn_;
    double pixelsPerLayer_ = 10.0;
};

/// The legend of a figure; the spread over heads has one entry for all curves, and so have the references.
[[nodiscard]] std::vector<LegendEntry> legendOf(const figures::LayerFigure& figure, const PlotTheme& theme);

} // namespace sextant::plots
