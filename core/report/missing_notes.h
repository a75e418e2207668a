#pragma once

#include "core/analysis/alignment_tables.h"
#include "core/analysis/eigenspace.h"

#include <string>
#include <vector>

namespace sextant {

/// What a reader of a report must know beside its numbers, one sentence each: how many heads were left out of
/// which means because a value is not finite, and where directions are linearly dependent. Empty for a sound
/// artifact.
std::vector<std::string> missingNotes(const AlignmentTables& tables, const EigenspaceRow* eigenspaces,
                                      LayerIndex anchor);

} // namespace sextant
