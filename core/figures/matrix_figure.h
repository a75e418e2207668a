// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evidence/reference.h"
#include "core/family/depth_blocks.h"
#include "core/figures/colour_scale.h"
#include "core/figures/figure_table.h"

#include <optional>
#include <string>
#include <vector>

#include "core/base/indices.h" // after <vector>: Qt's moc fails on <compare> as the first header it meets

namespace sextant::figures {

/// A map of a quantity: columns are layers, rows are layers or heads. Everything drawn, read out, described
/// and tabulated is in it.
struct MatrixFigure {
    std::string quantity; ///< first half of the title
    std::string context;  ///< second half: anchor and heads
    std::string heads;    ///< which heads a cell is of, e.g. "head 3"; empty where the row says it
    std::string valueName = "cosine"; ///< in the read-out
    std::string meaning;              ///< of the quantity, one sentence
    std::string scaleLabel;           ///< beside the colours
    bool rowsAreLayers = true;        ///< false: rows are heads
    bool ofPairs = true;              ///< a cell compares two layers, the anchor's own with itself
    int rows = 0;
    int columns = 0;      ///< layers
    LayerNumbers numbers; ///< how layers are shown
    LayerIndex anchor;
    std::optional<int> markedRow;           ///< the selected head's row
    std::vector<family::LayerBlock> blocks; ///< of the layers in depth; one or none where there are no more
    std::vector<double> values;             ///< [rows, columns], row-major, NaN where missing

    /// What the values are compared with; each [rows, columns], or empty where no reference is available.
    std::vector<evidence::Reference> references;
    std::vector<double> z;
    std::vector<bool> standsOut; ///< more than chance over the whole map
    std::string referenceName;   ///< "other heads"
    std::vector<bool> faded;     ///< cells that are drawn pale; empty for none
    std::string fadedNote;       ///< what pale cells mean, for the legend; empty without any
    std::string
        referenceNote; ///< which reference there is and why not the one chosen; empty where it is that

    bool colouredByZ = false;
    ColourScale scale;         ///< of the values, when it is not fitted to them
    bool alwaysFitted = false; ///< the values have no range of their own
    bool neutralByChance =
        false; ///< a fitted scale is neutral at the reference, instead of at `scale.centre`

    std::string message; ///< in place of cells: why there are none

    /// The number of a column, and of a row where rows are layers; else the head's.
    [[nodiscard]] int columnNumber(int column) const { return numbers.of(LayerIndex{column}); }
    [[nodiscard]] int rowNumber(int row) const { return rowsAreLayers ? numbers.of(LayerIndex{row}) : row; }

    /// NaN outside of the map.
    [[nodiscard]] double at(int row, int column) const;
    /// The numbers that are coloured: the values or z.
    [[nodiscard]] const std::vector<double>& coloured() const { return colouredByZ ? z : values; }
    /// Whether the cell compares a layer with itself.
    [[nodiscard]] bool isOwn(int row, int column) const;
};

/// "layer 3 and layer 7, mean over heads: cosine 0.8213; other heads 0.161 +- 0.0042 (z 5.2, above)".
[[nodiscard]] std::string readout(const MatrixFigure& figure, int row, int column);

/// The figure in a few sentences, for readers who do not see it.
[[nodiscard]] std::string summary(const MatrixFigure& figure);

/// One row per layer; its columns are the other layers, or the heads. Where there is a reference each is
/// followed by its mean, its deviation and z.
[[nodiscard]] FigureTable tableOf(const MatrixFigure& figure);

/// The scale that the cells are coloured by: of z, from -6 to 6; else the figure's own; `fitted` to the
/// largest magnitude (rounded up to two digits) but for the cells that compare a layer with itself. O(cells).
[[nodiscard]] ColourScale colourScale(const MatrixFigure& figure, bool fitted);

/// "Operator cosine", and what else there is to know of the colours.
[[nodiscard]] std::string scaleText(const MatrixFigure& figure, bool fitted);

} // namespace sextant::figures
