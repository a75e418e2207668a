#pragma once

#include "ui/session/session.h"
#include "ui/window/choice_menu.h"

namespace sextant {

/// What the menu of heads offers: the mean first, then every head. Nothing before an artifact is open.
ChoiceMenu::Choices headChoices(const Session& session);

/// The k' that the sign bars can show; `shown` is the one they do. Nothing without a view.
ChoiceMenu::Choices signTopChoices(const AnchorView* view, int shown);

} // namespace sextant
