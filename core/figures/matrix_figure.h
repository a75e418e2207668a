// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/family/depth_blocks.h"
#include "core/figures/figure_table.h"
#include "core/quantities/anchor_view.h"

#include <optional>
#include <string>
#include <vector>

namespace sextant::figures {

/// A map of a quantity: columns are layers, rows are layers or heads. Everything drawn, read out, described
/// and tabulated is in it.
struct MatrixFigure {
    std::string quantity;      ///< first half of the title
    std::string context;       ///< second half: anchor and heads
    std::string heads;         ///< which heads a cell is of, e.g. "head 3"; empty where the row says it
    std::string scaleLabel;    ///< beside the colours
    bool rowsAreLayers = true; ///< false: rows are heads
    int rows = 0;
    int columns = 0;      ///< layers
    LayerNumbers numbers; ///< how layers are shown
    LayerIndex anchor;
    std::optional<int> markedRow;           ///< the selected head's row
    std::vector<family::LayerBlock> blocks; ///< of the layers in depth; one or none where there are no more
    std::vector<double> values;             ///< [rows, columns], row-major, NaN where missing

    /// The number of a column, and of a row where rows are layers; else the head's.
    [[nodiscard]] int columnNumber(int column) const { return numbers.of(LayerIndex{column}); }
    [[nodiscard]] int rowNumber(int row) const { return rowsAreLayers ? numbers.of(LayerIndex{row}) : row; }

    /// NaN outside of the map.
    [[nodiscard]] double at(int row, int column) const;
};

/// Operator cosine of every pair of layers, of the view's selection of heads.
[[nodiscard]] MatrixFigure heatmapFigure(const quantities::AnchorView& view);

/// Operator cosine of every head to the anchor, [H, L].
[[nodiscard]] MatrixFigure headMapFigure(const quantities::AnchorView& view);

/// "layer 3 and layer 7, mean over heads: cosine 0.8213".
[[nodiscard]] std::string readout(const MatrixFigure& figure, int row, int column);

/// The figure in a few sentences, for readers who do not see it.
[[nodiscard]] std::string summary(const MatrixFigure& figure);

/// One row per layer; its columns are the other layers, or the heads.
[[nodiscard]] FigureTable tableOf(const MatrixFigure& figure);

/// The largest finite magnitude but for the cells that are 1 by definition (a layer with itself). 0 when
/// there is none.
[[nodiscard]] double largestOfOthers(const MatrixFigure& figure);

} // namespace sextant::figures
