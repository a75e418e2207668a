// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

namespace sextant::figures {

/// Every plot there is, wherever it is drawn or written.
enum class PlotKind { Heatmap, Residual, Signs, Angles, Heads, Eigenvalues, Anchors };

/// Those of an anchor, in the order in which they are offered.
inline constexpr std::array kAllPlots = {PlotKind::Heatmap, PlotKind::Residual, PlotKind::Signs,
                                         PlotKind::Angles, PlotKind::Heads};

/// Those of what the layers share together, which have no layers along an axis.
inline constexpr std::array kFamilyPlots = {PlotKind::Eigenvalues, PlotKind::Anchors};

inline constexpr std::array kEveryPlot = {PlotKind::Heatmap, PlotKind::Residual, PlotKind::Signs,
                                          PlotKind::Angles,  PlotKind::Heads,    PlotKind::Eigenvalues,
                                          PlotKind::Anchors};

/// "heatmap", "residual", "signs", "angles", "heads", "eigenvalues", "anchors": the names of the command line
/// and of exported files.
[[nodiscard]] const char* plotName(PlotKind kind);

/// The plot's name in menus and dialogs.
[[nodiscard]] const char* plotTitle(PlotKind kind);

} // namespace sextant::figures
