// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/session.h"
#include "ui/widgets/choice_menu.h"

namespace sextant::workbench {

/// What the menu of heads offers: the mean first, then every head. Nothing before an artifact is open.
widgets::ChoiceMenu::Choices headChoices(const session::Session& session);

/// The k' that the sign bars can show; `shown` is the one they do. Nothing without a view.
widgets::ChoiceMenu::Choices signTopChoices(const analysis::AnchorView* view, int shown);

} // namespace sextant::workbench
