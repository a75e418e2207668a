// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"

#include <QString>

namespace sextant::plots {

/// The model's name for a person to read, at most `longest` characters: displayText() without blanks around
/// it. Plain text, never empty.
[[nodiscard]] QString modelText(const artifact::GramFile& grams, std::size_t longest = 200);

} // namespace sextant::plots
