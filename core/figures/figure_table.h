// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

// After the others: Qt's moc cannot read <compare> as the first header of a file.
#include "core/base/layer_numbers.h"

namespace sextant::figures {

/// The numbers of a figure: one row per layer or per row of a map. Screens, clipboard and files show this
/// same value.
///
///     const FigureTable table = tableOf(residualFigure(view));
///     clipboard.setText(toText(table));
struct FigureTable {
    std::string title;                 ///< empty where the plot's own name says it
    std::vector<std::string> columns;  ///< headers of the values; the row number has `rowHeader`
    std::vector<std::string> meanings; ///< of the columns, one sentence each; empty where the header says all
    std::string rowHeader;             ///< what a row is, e.g. "layer" or "anchors"
    std::vector<std::vector<double>> rows; ///< [row][column], NaN where missing
    LayerNumbers rowNumbers;               ///< those of the rows where they are layers

    /// What stands before row `row`.
    [[nodiscard]] int numberOf(int row) const { return rowNumbers.of(LayerIndex{row}); }
    [[nodiscard]] bool isEmpty() const { return rows.empty(); }
};

/// Tab-separated: a header line, then one line per row, numbers with as many digits as it takes to read
/// them back. O(cells).
[[nodiscard]] std::string toText(const FigureTable& table);

} // namespace sextant::figures
