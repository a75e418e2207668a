// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/quantities/anchor_view.h"
#include "ui/plots/alignment_plot.h"

#include <QSize>
#include <QString>

#include <filesystem>
#include <memory>

namespace sextant::exporting {

enum class FigureFormat { Png, Svg, Pdf };

/// "png", "svg", "pdf".
QString formatName(FigureFormat format);

enum class FigureBackground { Light, Dark, Transparent };

struct FigureOptions {
    FigureFormat format = FigureFormat::Png;
    QSize size{900, 600}; ///< logical pixels; a PNG has size * scale pixels
    double scale = 2.0;   ///< PNG only
    FigureBackground background = FigureBackground::Light;
    int signTop = 0;         ///< k' of the sign bars; 0: the plot's default
    bool fitColours = false; ///< heatmap colours fitted to the data instead of -1..1
};

/// Draws `view` as it is in the window, on a plot of its own, and writes it aside and renames it. Needs a
/// QGuiApplication (offscreen is enough), not a shown window.
Result<void> exportFigure(const std::shared_ptr<const quantities::AnchorView>& view, figures::PlotKind kind,
                          const std::filesystem::path& path, const FigureOptions& options);

/// "MODEL-PLOT-anchorN[-headH].EXT", with what a file name cannot hold replaced.
QString figureFileName(const quantities::AnchorView& view, figures::PlotKind kind, FigureFormat format);

} // namespace sextant::exporting
