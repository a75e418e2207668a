// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/matrix_figure.h"

#include "core/figures/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace sextant::figures {
namespace {

constexpr double kLargestZ = 6.0; ///< of a scale that is not fitted: once in a billion cells by chance

/// Round up to two digits; 1 when all is zero or missing.
double roundedLimit(double largest) {
    if (largest <= 0.0) {
        return 1.0;
    }
    const double unit = std::pow(10.0, std::floor(std::log10(largest)) - 1.0);
    const double limit = std::ceil(largest / unit * (1.0 - 1e-12)) * unit;
    return std::isfinite(limit) && limit > 0.0 ? limit : 1.0;
}

/// The mean of the references, or `otherwise` where none is known.
double meanReference(const MatrixFigure& figure, double otherwise) {
    double sum = 0.0;
    double count = 0.0;
    for (const evidence::Reference& reference : figure.references) {
        if (std::isfinite(reference.mean)) {
            sum += reference.mean;
            ++count;
        }
    }
    return count > 0.0 ? sum / count : otherwise;
}

std::string standing(const MatrixFigure& figure, std::size_t cell) {
    return !figure.standsOut[cell] ? "within" : figure.z[cell] > 0.0 ? "above" : "below";
}

/// "; other heads 0.161 +- 0.0042 (z 5.2, above)"; empty where the cell is compared with nothing.
std::string referenceText(const MatrixFigure& figure, std::size_t cell) {
    if (cell >= figure.z.size() || std::isnan(figure.references[cell].mean)) {
        return {};
    }
    const evidence::Reference& reference = figure.references[cell];
    std::string text = fmt::format("; {} {}", figure.referenceName, shortNumber(reference.mean));
    if (std::isfinite(reference.deviation)) {
        text += fmt::format(" \u00b1 {}", shortNumber(reference.deviation));
    }
    if (!std::isnan(figure.z[cell])) {
        text += fmt::format(" (z {:.1f}, {})", figure.z[cell], standing(figure, cell));
    }
    return text;
}

bool isInside(const MatrixFigure& figure, int row, int column) {
    return row >= 0 && column >= 0 && row < figure.rows && column < figure.columns;
}

std::size_t cellAt(const MatrixFigure& figure, int row, int column) {
    return static_cast<std::size_t>(row) * static_cast<std::size_t>(figure.columns) +
           static_cast<std::size_t>(column);
}

} // namespace

double MatrixFigure::at(int row, int column) const {
    return isInside(*this, row, column) ? values[cellAt(*this, row, column)]
                                        : std::numeric_limits<double>::quiet_NaN();
}

bool MatrixFigure::isOwn(int row, int column) const {
    return ofPairs && column == (rowsAreLayers ? row : anchor.value);
}

std::string readout(const MatrixFigure& figure, int row, int column) {
    if (!figure.message.empty()) {
        return figure.message;
    }
    const std::string value = shortNumber(figure.at(row, column));
    const int across = figure.columnNumber(column);
    const int down = figure.rowNumber(row);
    std::string text = figure.rowsAreLayers ? fmt::format("layer {} and layer {}, {}: {} {}", down, across,
                                                          figure.heads, figure.valueName, value)
                       : figure.ofPairs
                           ? fmt::format("layer {}, head {}: {} to anchor layer {} {}", across, row,
                                         figure.valueName, figure.numbers.of(figure.anchor), value)
                           : fmt::format("layer {}, head {}: {} {}", across, row, figure.valueName, value);
    return isInside(figure, row, column) ? text + referenceText(figure, cellAt(figure, row, column)) : text;
}

std::string summary(const MatrixFigure& figure) {
    std::string text = fmt::format("{}, {}. ", figure.quantity, figure.context);
    if (!figure.message.empty()) {
        return text + figure.message;
    }
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
    text += lowest <= highest ? fmt::format("Values {} to {}.", shortNumber(lowest), shortNumber(highest))
                              : "No data.";
    if (missing > 0) {
        text += missing == 1 ? " 1 cell without data." : fmt::format(" {} cells without data.", missing);
    }
    if (!figure.z.empty()) {
        text += fmt::format(" Compared with {}: {} of {} cells stand out.", figure.referenceName,
                            std::ranges::count(figure.standsOut, true),
                            std::ranges::count_if(figure.z, [](double z) { return !std::isnan(z); }));
    }
    return figure.referenceNote.empty() ? text : fmt::format("{} {}.", text, figure.referenceNote);
}

FigureTable tableOf(const MatrixFigure& figure) {
    FigureTable table;
    table.title = figure.quantity;
    table.rowHeader = "layer";
    table.rowNumbers = figure.numbers;
    if (!figure.message.empty()) {
        return table;
    }
    const bool compared = !figure.z.empty();
    const int across = figure.rowsAreLayers ? figure.columns : figure.rows;
    const int down = figure.rowsAreLayers ? figure.rows : figure.columns;
    for (int i = 0; i < across; ++i) {
        const std::string name =
            figure.rowsAreLayers ? std::to_string(figure.columnNumber(i)) : fmt::format("head {}", i);
        table.columns.push_back(name);
        table.meanings.push_back(figure.meaning);
        if (compared) {
            table.columns.push_back(fmt::format("{} {}", name, figure.referenceName));
            table.meanings.emplace_back("What chance would show.");
            table.columns.push_back(name + " SD");
            table.meanings.emplace_back("One standard deviation of it, for the averaging on show.");
            table.columns.push_back(name + " z");
            table.meanings.emplace_back("How many standard deviations the value lies from it.");
        }
    }
    for (int layer = 0; layer < down; ++layer) {
        std::vector<double>& row = table.rows.emplace_back();
        for (int i = 0; i < across; ++i) {
            const std::size_t cell =
                figure.rowsAreLayers ? cellAt(figure, layer, i) : cellAt(figure, i, layer);
            row.push_back(figure.values[cell]);
            if (compared) {
                row.insert(row.end(),
                           {figure.references[cell].mean, figure.references[cell].deviation, figure.z[cell]});
            }
        }
    }
    return table;
}

ColourScale colourScale(const MatrixFigure& figure, bool fitted) {
    if (!fitted && (figure.colouredByZ || !figure.alwaysFitted)) {
        return figure.colouredByZ ? ColourScale{0.0, kLargestZ, {-kLargestZ, kLargestZ}} : figure.scale;
    }
    ColourScale scale = figure.scale;
    if (figure.colouredByZ) {
        scale = {};
    } else if (figure.neutralByChance) {
        scale.centre = meanReference(figure, scale.centre);
    }
    double largest = 0.0;
    for (int row = 0; row < figure.rows; ++row) {
        for (int column = 0; column < figure.columns; ++column) {
            const double value = figure.coloured()[cellAt(figure, row, column)];
            if (!figure.isOwn(row, column) && std::isfinite(value)) {
                largest = std::max(largest, std::abs(value - scale.centre));
            }
        }
    }
    scale.limit = roundedLimit(largest);
    const Span ends{scale.centre - scale.limit, scale.centre + scale.limit};
    // A share has no negative half, and none beyond 1.
    const bool isOpen = figure.colouredByZ || figure.alwaysFitted || figure.scale.shown.lower < 0.0;
    scale.shown = isOpen ? ends
                         : Span{std::max(ends.lower, figure.scale.shown.lower),
                                std::min(ends.upper, std::max(figure.scale.shown.upper, scale.centre))};
    if (!(scale.shown.lower < scale.shown.upper)) {
        scale.shown = ends;
    }
    return scale;
}

std::string scaleText(const MatrixFigure& figure, bool fitted) {
    if (figure.colouredByZ) {
        return fmt::format("z of {} against {}", figure.valueName, figure.referenceName);
    }
    const bool others = figure.ofPairs && (fitted || figure.alwaysFitted);
    return others ? figure.scaleLabel + " of different layers" : figure.scaleLabel;
}

} // namespace sextant::figures
