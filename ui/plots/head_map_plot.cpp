// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/matrix_plot.h"

#include <algorithm>

namespace sextant::plots {

HeadMapPlot::HeadMapPlot(QWidget* parent) : MatrixPlot(parent, false, QStringLiteral("Head")) {}

QRect HeadMapPlot::frameIn(const QRect& room) const {
    const QRect free = room.marginsRemoved(labelRoom());
    return {free.left(), free.top(), std::max(free.width(), 1), std::max(free.height(), 1)};
}

AlignmentPlot::Redraw HeadMapPlot::showView(const quantities::AnchorView& view) {
    return showFigure(figures::headMapFigure(view, look(), signTop()));
}

void HeadMapPlot::pick(const PlotSpot& spot, const Pick& how) {
    if (how.toggle) {
        emit layerToggled(spot.layer);
    } else {
        emit cellClicked(spot.layer, HeadIndex{spot.row.value_or(0)});
    }
}

} // namespace sextant::plots
