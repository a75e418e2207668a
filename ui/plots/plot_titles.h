// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/alignment_plot.h"

#include <QCoreApplication>
#include <QString>

namespace sextant::plots {

/// What a plot is called in menus and dialogs.
inline QString plotTitle(PlotKind kind) {
    switch (kind) {
    case PlotKind::Heatmap:
        return QCoreApplication::translate("PlotTitles", "Operator cosine of all layers");
    case PlotKind::Residual:
        return QCoreApplication::translate("PlotTitles", "Cosine and residual to the anchor");
    case PlotKind::Signs:
        return QCoreApplication::translate("PlotTitles", "Sign agreement");
    case PlotKind::Angles:
        return QCoreApplication::translate("PlotTitles", "Principal angles");
    case PlotKind::Heads:
        return QCoreApplication::translate("PlotTitles", "Cosine to the anchor by head");
    }
    return {};
}

} // namespace sextant::plots
