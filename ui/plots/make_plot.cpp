// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/line_plot.h"
#include "ui/plots/matrix_plot.h"

namespace sextant::plots {

namespace {

/// A plot that has no case is a mistake of ours, which the compiler warns of.
std::unique_ptr<AlignmentPlot> unnamedPlot(figures::PlotKind kind, QWidget* parent) {
    switch (kind) {
    case figures::PlotKind::Heatmap:
        return std::make_unique<HeatmapPlot>(parent);
    case figures::PlotKind::Residual:
        return std::make_unique<ResidualPlot>(parent);
    case figures::PlotKind::Signs:
        return std::make_unique<SignsPlot>(parent);
    case figures::PlotKind::Angles:
        return std::make_unique<AnglesPlot>(parent);
    case figures::PlotKind::Heads:
        return std::make_unique<HeadMapPlot>(parent);
    case figures::PlotKind::Eigenvalues:
        return std::make_unique<EigenvaluesPlot>(parent);
    case figures::PlotKind::Anchors:
        return std::make_unique<AnchorsPlot>(parent);
    }
    qFatal("a plot has no widget");
}

} // namespace

std::unique_ptr<AlignmentPlot> makePlot(figures::PlotKind kind, QWidget* parent) {
    auto plot = unnamedPlot(kind, parent);
    plot->setAccessibleName(QString::fromUtf8(rowOf(kind).accessibleName));
    return plot;
}

} // namespace sextant::plots
