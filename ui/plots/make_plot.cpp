// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/line_plot.h"
#include "ui/plots/matrix_plot.h"

namespace sextant::plots {

std::unique_ptr<AlignmentPlot> makePlot(PlotKind kind, QWidget* parent) {
    switch (kind) {
    case PlotKind::Heatmap:
        return std::make_unique<HeatmapPlot>(parent);
    case PlotKind::Residual:
        return std::make_unique<ResidualPlot>(parent);
    case PlotKind::Signs:
        return std::make_unique<SignsPlot>(parent);
    case PlotKind::Angles:
        return std::make_unique<AnglesPlot>(parent);
    case PlotKind::Heads:
        return std::make_unique<HeadMapPlot>(parent);
    }
    return nullptr;
}

} // namespace sextant::plots
