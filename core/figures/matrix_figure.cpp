// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/matrix_figure.h"

#include "core/figures/alignment_figures.h"
#include "core/figures/family_figures.h"
#include "core/figures/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sextant::figures {

double MatrixFigure::at(int row, int column) const {
    if (row < 0 || column < 0 || row >= rows || column >= columns) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    return values[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                  static_cast<std::size_t>(column)];
}

MatrixFigure heatmapFigure(const quantities::AnchorView& view) {
    MatrixFigure figure;
    figure.quantity = "Operator cosine of every pair of layers";
    figure.context = contextOf(view);
    figure.heads = view.head                 ? fmt::format("head {}", view.head->value)
                   : view.shape().heads == 1 ? "one head"
                                             : "mean over heads";
    figure.scaleLabel = "Operator cosine";
    figure.rows = figure.columns = view.shape().layers;
    figure.anchor = view.anchor;
    figure.numbers = view.layerNumbers();
    figure.values = view.cosineMatrix;
    if (const family::HeadFamily* head = headFamilyOf(view)) {
        figure.blocks = head->depth.blocks;
    }
    return figure;
}

MatrixFigure headMapFigure(const quantities::AnchorView& view) {
    const int layers = view.shape().layers;
    const int heads = view.shape().heads;
    MatrixFigure figure;
    figure.quantity = "Operator cosine of every head to the anchor";
    figure.context = contextOf(view);
    figure.scaleLabel = "Operator cosine";
    figure.rowsAreLayers = false;
    figure.rows = heads;
    figure.columns = layers;
    figure.numbers = view.layerNumbers();
    figure.anchor = view.anchor;
    figure.markedRow = view.head ? std::optional(view.head->value) : std::nullopt;
    // The view keeps one row per layer; here layers run along the shared horizontal axis.
    figure.values.resize(view.headCosines.size());
    for (int layer = 0; layer < layers; ++layer) {
        for (int head = 0; head < heads; ++head) {
            figure.values[static_cast<std::size_t>(head) * static_cast<std::size_t>(layers) +
                          static_cast<std::size_t>(layer)] =
                view.headCosines[static_cast<std::size_t>(layer) * static_cast<std::size_t>(heads) +
                                 static_cast<std::size_t>(head)];
        }
    }
    return figure;
}

std::string readout(const MatrixFigure& figure, int row, int column) {
    const std::string value = shortNumber(figure.at(row, column));
    return figure.rowsAreLayers
               ? fmt::format("layer {} and layer {}, {}: cosine {}", figure.rowNumber(row),
                             figure.columnNumber(column), figure.heads, value)
               : fmt::format("layer {}, head {}: cosine to anchor layer {} {}", figure.columnNumber(column),
                             row, figure.numbers.of(figure.anchor), value);
}

std::string summary(const MatrixFigure& figure) {
    double lowest = std::numeric_limits<double>::infinity();
    double highest = -lowest;
    int missing = 0;
    for (const double value : figure.values) {
        if (std::isfinite(value)) {
            lowest = std::min(lowest, value);
            highest = std::max(highest, value);
        } else {
            ++missing;
        }
    }
    std::string text = fmt::format("{}, {}. ", figure.quantity, figure.context);
    text += lowest <= highest ? fmt::format("Values {} to {}.", shortNumber(lowest), shortNumber(highest))
                              : "No data.";
    if (missing > 0) {
        text += missing == 1 ? " 1 cell without data." : fmt::format(" {} cells without data.", missing);
    }
    return text;
}

FigureTable tableOf(const MatrixFigure& figure) {
    FigureTable table;
    table.rowHeader = "layer";
    table.rowNumbers = figure.numbers;
    const int across = figure.rowsAreLayers ? figure.columns : figure.rows;
    const int down = figure.rowsAreLayers ? figure.rows : figure.columns;
    for (int i = 0; i < across; ++i) {
        table.columns.push_back(figure.rowsAreLayers ? std::to_string(figure.columnNumber(i))
                                                     : fmt::format("head {}", i));
    }
    for (int layer = 0; layer < down; ++layer) {
        std::vector<double>& row = table.rows.emplace_back();
        for (int i = 0; i < across; ++i) {
            row.push_back(figure.rowsAreLayers ? figure.at(layer, i) : figure.at(i, layer));
        }
    }
    return table;
}

double largestOfOthers(const MatrixFigure& figure) {
    double largest = 0.0;
    for (int row = 0; row < figure.rows; ++row) {
        const int own = figure.rowsAreLayers ? row : figure.anchor.value;
        for (int column = 0; column < figure.columns; ++column) {
            const double value = figure.at(row, column);
            if (column != own && std::isfinite(value)) {
                largest = std::max(largest, std::abs(value));
            }
        }
    }
    return largest;
}

} // namespace sextant::figures
