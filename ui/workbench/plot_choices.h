// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/change.h"
#include "ui/plots/alignment_plot.h"
#include "ui/session/session.h"
#include "ui/widgets/choice_menu.h"

namespace sextant::workbench {

/// The widget that shows a plot of the state, and the other way round.
[[nodiscard]] figures::PlotKind kindOf(workspace::Plot plot);
[[nodiscard]] workspace::Plot plotOf(figures::PlotKind kind);

/// Zooms as a plot speaks of them, and the other way round.
[[nodiscard]] std::vector<plots::AxisPart> partsOf(const workspace::ViewState& state, workspace::Plot plot);
[[nodiscard]] workspace::ZoomAxes zoomOf(workspace::Plot plot, const std::vector<plots::AxisPart>& parts);
[[nodiscard]] std::optional<workspace::AxisSpan> spanOf(const std::optional<figures::Span>& part);

/// The choices of the menu of heads: the mean first, then every head. None before an artifact is open.
widgets::ChoiceMenu::Choices headChoices(const session::Session& session);

/// The k' that the sign bars can show, of which `shown` is chosen. None without a view.
widgets::ChoiceMenu::Choices signTopChoices(const quantities::AnchorView* view, int shown);

} // namespace sextant::workbench
