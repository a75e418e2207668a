// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/integrity/integrity_report.h"

namespace sextant::integrity {

/// What is wrong in a gram file but leaves it usable: GramFinite to FroSquaredFinite, the last not applicable
/// without fro_sq. O(L^2 H).
[[nodiscard]] std::vector<Check> checkGrams(const artifact::GramFile& file);

} // namespace sextant::integrity
