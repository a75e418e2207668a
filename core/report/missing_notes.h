// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/alignment_tables.h"
#include "core/angles/principal_angles.h"

#include <string>
#include <vector>

namespace sextant::report {

/// What a reader of a report must know beside its numbers, one sentence each: how many heads were left out of
/// which means because a value is not finite, and where directions are linearly dependent. Empty for a sound
/// artifact.
[[nodiscard]] std::vector<std::string> missingNotes(const analysis::AlignmentTables& tables,
                                                    const angles::AngleRow* angles, LayerIndex anchor);

} // namespace sextant::report
