// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/alignment_plot.h"
#include "ui/plots/plot_canvas.h"
#include "ui/plots/plot_markers.h"

#include <QPointF>
#include <QTimer>

#include <memory>
#include <optional>

namespace sextant::plots {

/// What an AlignmentPlot holds, for its own two sources.
class AlignmentPlot::Internals {
public:
    PlotCanvas* canvas = nullptr;
    std::unique_ptr<PlotMarkers> markers;
    std::shared_ptr<const quantities::AnchorView> view;
    bool modelShown = false;
    bool ownFontSize = false;
    std::optional<QPointF> pressed; ///< where the left button went down, while it is down
    QPointF draggedTo;
    bool dragging = false;

    /// What the read-out follows.
    enum class Reader { None, Pointer, Cursor };
    Reader reader = Reader::None;
    std::optional<QPointF> pointer; ///< where it is, while it is over the plot
    std::optional<PlotSpot> hovered;

    /// A click in a zoomed plot, until it is clear that it was not the first half of a double click.
    struct Click {
        QPointF position;
        Pick how;
    };
    Click click;
    QTimer clickWait;
};

} // namespace sextant::plots
