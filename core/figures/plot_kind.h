// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/plot_kind.h"

#include <array>
#include <cstddef>

namespace sextant::figures {

using sextant::PlotKind;

namespace detail {

/// The plots of an anchor, or those of what the layers share.
template <bool kOfFamily>
[[nodiscard]] consteval auto plotsOf() {
    std::array<PlotKind, std::ranges::count(kPlotRows, kOfFamily, &PlotRow::ofFamily)> kinds{};
    std::size_t count = 0;
    for (const PlotRow& row : kPlotRows) {
        if (row.ofFamily == kOfFamily) {
            kinds[count++] = row.kind;
        }
    }
    return kinds;
}

[[nodiscard]] consteval auto everyPlot() {
    std::array<PlotKind, kPlotRows.size()> kinds{};
    std::ranges::transform(kPlotRows, kinds.begin(), &PlotRow::kind);
    return kinds;
}

} // namespace detail

inline constexpr std::array kEveryPlot = detail::everyPlot();

/// Those of an anchor, in the order in which they are offered.
inline constexpr std::array kAllPlots = detail::plotsOf<false>();

/// Those of what the layers share together, which have no layers along an axis.
inline constexpr std::array kFamilyPlots = detail::plotsOf<true>();

/// "heatmap", as on the command line and in the names of exported files.
[[nodiscard]] constexpr const char* plotName(PlotKind kind) {
    return rowOf(kind).name;
}

/// The plot's name in menus and dialogs.
[[nodiscard]] constexpr const char* plotTitle(PlotKind kind) {
    return rowOf(kind).title;
}

} // namespace sextant::figures
