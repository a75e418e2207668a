// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/map_look.h"
#include "core/quantities/anchor_view.h"
#include "ui/exporting/figure_format.h"
#include "ui/plots/alignment_plot.h"

#include <QByteArray>
#include <QImage>
#include <QSize>
#include <QString>

#include <filesystem>
#include <memory>

namespace sextant::exporting {

struct FigureOptions {
    FigureFormat format = FigureFormat::Png;
    QSize size{900, 600}; ///< logical pixels; a picture has size * scale pixels
    double scale = 2.0;   ///< of formats with pixels only
    FigureBackground background = FigureBackground::Light;
    int signTop = 0;          ///< k' of the sign bars; 0: the plot's default
    bool depthBlocks = false; ///< on the heatmap, when the view has them
    bool fitColours = false;  ///< heatmap colours fitted to the data instead of -1..1
    MapLook maps;
};

/// A figure that is drawn but not yet written. A value that any thread may write.
struct DrawnFigure {
    FigureFormat format = FigureFormat::Png;
    QImage picture;     ///< of a format with pixels, still to be encoded; null for the others
    QByteArray content; ///< the whole file of a format without pixels
};

/// Draws `view` as it is in the window, on a plot of its own. On the GUI thread; needs a QGuiApplication
/// (offscreen is enough), not a shown window. Errs with Usage when checkFigureSize() does.
///
///     TRY_ASSIGN(const DrawnFigure figure, drawFigure(view, figures::PlotKind::Heatmap, options));
///     TRY(writeFigure("heatmap.png", figure)); // on a worker, if the GUI thread must not wait
[[nodiscard]] Result<DrawnFigure> drawFigure(const std::shared_ptr<const quantities::AnchorView>& view,
                                             figures::PlotKind kind, const FigureOptions& options);

/// Encodes the figure where it is still to be done, writes it aside and renames it. Any thread.
[[nodiscard]] Result<void> writeFigure(const std::filesystem::path& path, const DrawnFigure& figure);

/// Both in one.
[[nodiscard]] Result<void> exportFigure(const std::shared_ptr<const quantities::AnchorView>& view,
                                        figures::PlotKind kind, const std::filesystem::path& path,
                                        const FigureOptions& options);

/// "MODEL-PLOT-anchorN[+N...][-headH].EXT", with what a file name cannot hold replaced. A map that shows or
/// colours another quantity than by default says so: "MODEL-heads-residual-z-anchorN.EXT".
[[nodiscard]] QString figureFileName(const quantities::AnchorView& view, figures::PlotKind kind,
                                     FigureFormat format, const MapLook& maps = {});

} // namespace sextant::exporting
