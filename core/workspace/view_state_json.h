// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/view_state.h"

#include <string>
#include <string_view>

namespace sextant::workspace {

/// `state` as one line of JSON, with the version of the format under "version". viewStateFromJson() gives the
/// same state back.
[[nodiscard]] std::string toJson(const ViewState& state);

/// The state that toJson() wrote. Never fails: a value that is missing, damaged or absurd reads as its
/// default, an unknown key (of a later version) is ignored, and so is text that is not JSON. The indices are
/// at least 0 but know no artifact; Restore brings them into range.
///
///     session.apply(Restore{viewStateFromJson(settings.text())});
[[nodiscard]] ViewState viewStateFromJson(std::string_view text);

} // namespace sextant::workspace
