// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/matrix_plot.h"

#include <algorithm>

namespace sextant::plots {

HeatmapPlot::HeatmapPlot(QWidget* parent) : MatrixPlot(parent, true, QStringLiteral("Layer")) {}

QRect HeatmapPlot::frameIn(const QRect& room) const {
    const QRect free = room.marginsRemoved(labelRoom());
    const int side = std::max(std::min(free.width(), free.height()), 1);
    return {free.left() + (free.width() - side) / 2, free.top(), side, side};
}

AlignmentPlot::Redraw HeatmapPlot::showView(const quantities::AnchorView& view) {
    return showFigure(figures::heatmapFigure(view, look()));
}

void HeatmapPlot::pick(const PlotSpot& spot, const Pick& how) {
    const LayerIndex layer = how.column ? spot.layer : LayerIndex{spot.row.value_or(spot.layer.value)};
    MatrixPlot::pick({layer, {}}, how);
}

} // namespace sextant::plots
