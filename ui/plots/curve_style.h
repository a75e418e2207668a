// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/layer_figure.h"
#include "ui/plots/custom_plot.h"
#include "ui/plots/plot_theme.h"

namespace sextant::plots {

/// Line of a curve: every series has a dash of its own, so that they are told apart in print and without
/// colour.
[[nodiscard]] QPen curvePen(const figures::LayerCurve& curve, const PlotTheme& theme);

/// Marker of a curve: every series has a shape of its own. None for references.
[[nodiscard]] QCPScatterStyle curveMarker(const figures::LayerCurve& curve, const PlotTheme& theme);

/// Filling of a bar.
[[nodiscard]] QBrush barFill(const figures::LayerCurve& curve, const PlotTheme& theme);

/// Filling of the band about a curve; bands lie over each other and over bars.
[[nodiscard]] QBrush bandFill(const figures::LayerCurve& curve, const PlotTheme& theme);

} // namespace sextant::plots
