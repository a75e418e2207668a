// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/enum_rows.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace sextant {

/// Every plot there is, wherever it is drawn, written or remembered, in the order in which plots are offered.
enum class PlotKind { Heatmap, Residual, Signs, Angles, Heads, Eigenvalues, Anchors };

/// How a plot is named.
struct PlotRow {
    PlotKind kind;
    const char* name;           ///< on the command line, in exported files' names and in saved states
    const char* title;          ///< in menus and dialogs
    const char* accessibleName; ///< for screen readers, until the plot has something to show
    bool ofFamily = false;      ///< of what the layers share together: no layers along an axis
};

/// A row for each plot, from which menus, `export --plots` and settings follow. ARCHITECTURE.md says what
/// else a new one takes.
inline constexpr std::array kPlotRows = {
    PlotRow{PlotKind::Heatmap, "heatmap", "Operator cosine of all layers",
            "Operator cosine of every pair of layers"},
    PlotRow{PlotKind::Residual, "residual", "Cosine and residual to the anchor",
            "Cosine, residual and scale T to the anchor"},
    PlotRow{PlotKind::Signs, "signs", "Sign agreement", "Sign agreement with the anchor"},
    PlotRow{PlotKind::Angles, "angles", "Principal angles", "Principal angles to the anchor"},
    PlotRow{PlotKind::Heads, "heads", "Map of heads", "Operator cosine of every head to the anchor"},
    PlotRow{PlotKind::Eigenvalues, "eigenvalues", "Eigenvalues of the cosines",
            "Eigenvalues of the layers' operator cosines", true},
    PlotRow{PlotKind::Anchors, "anchors", "Residual by number of anchors",
            "Mean residual by number of anchors", true},
};
static_assert(hasRowForEach<kPlotRows, &PlotRow::kind>(), "a plot has no row, or the rows are out of order");

[[nodiscard]] constexpr const PlotRow& rowOf(PlotKind kind) {
    return kPlotRows[static_cast<std::size_t>(kind)];
}

/// The plot of that name, such as "heatmap".
[[nodiscard]] constexpr std::optional<PlotKind> plotNamed(std::string_view name) {
    const auto* found = std::ranges::find(kPlotRows, name, &PlotRow::name);
    return found == kPlotRows.end() ? std::nullopt : std::optional(found->kind);
}

} // namespace sextant
