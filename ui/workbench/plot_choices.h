// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/change.h"
#include "ui/plots/alignment_plot.h"
#include "ui/session/session.h"
#include "ui/widgets/choice_menu.h"

#include <array>

namespace sextant::workbench {

/// Convert zooms between the state and the plots.
[[nodiscard]] std::vector<plots::AxisPart> partsOf(const workspace::ViewState& state, workspace::Plot plot);
[[nodiscard]] workspace::ZoomAxes zoomOf(workspace::Plot plot, const std::vector<plots::AxisPart>& parts);
[[nodiscard]] std::optional<workspace::AxisSpan> spanOf(const std::optional<figures::Span>& part);

/// Entries of the Heads menu: the mean, then every head. Empty before an artifact is open.
widgets::ChoiceMenu::Choices headChoices(const session::Session& session);

/// The available k' of the sign bars, with `shown` checked. Empty without a view.
widgets::ChoiceMenu::Choices signTopChoices(const quantities::AnchorView* view, int shown);

/// Every reference, in the order in which they are offered.
inline constexpr std::array kReferenceChoices = {ReferenceKind::OtherHeads, ReferenceKind::SameSpectrum,
                                                 ReferenceKind::Isotropic};

/// Entries of the menu of references, with the state's checked.
widgets::ChoiceMenu::Choices referenceChoices(const workspace::ViewState& state);

/// Entries of the menu of what the map of heads shows; those that the view does not have are disabled.
widgets::ChoiceMenu::Choices quantityChoices(const session::Session& session);

} // namespace sextant::workbench
