// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/ui/plots/sample_view.h"
#include "ui/plots/alignment_plot.h"
#include "ui/plots/matrix_plot.h"
#include "ui/plots/plot_canvas.h"

#include <QCoreApplication>
#include <QMouseEvent>
#include <QWheelEvent>

#include <memory>

namespace sextant::test {

/// A plot of 600 x 400 pixels that has been painted, so that its axes lie where they are drawn. The cells of
/// a map have the colours of their values, within chance or not.
inline std::unique_ptr<plots::AlignmentPlot> shownPlot(figures::PlotKind kind,
                                                       std::shared_ptr<const quantities::AnchorView> view) {
    auto plot = plots::makePlot(kind);
    plot->resize(600, 400);
    if (auto* map = qobject_cast<plots::MatrixPlot*>(plot.get())) {
        map->setLook({.faded = false}, 8);
    }
    plot->setView(std::move(view));
    plot->grab();
    return plot;
}

/// The middle of a layer's column and of a row.
inline QPoint place(const plots::AlignmentPlot& plot, int column, int row = -1) {
    const plots::PlotCanvas& canvas = plot.canvas();
    const QRect frame = canvas.axisRect()->rect();
    return {static_cast<int>(canvas.xAxis->coordToPixel(column)),
            row < 0 ? frame.center().y() : static_cast<int>(canvas.yAxis->coordToPixel(row))};
}

inline void moveTo(plots::AlignmentPlot& plot, const QPoint& position, Qt::MouseButtons buttons = {}) {
    QMouseEvent event(QEvent::MouseMove, position, plot.mapToGlobal(position), Qt::NoButton, buttons, {});
    QCoreApplication::sendEvent(&plot, &event);
}

inline void wheel(plots::AlignmentPlot& plot, const QPoint& position, int steps,
                  Qt::KeyboardModifiers keys = {}) {
    QWheelEvent event(position, plot.mapToGlobal(position), {}, {0, 120 * steps}, Qt::NoButton, keys,
                      Qt::NoScrollPhase, false);
    QCoreApplication::sendEvent(&plot, &event);
}

} // namespace sextant::test
