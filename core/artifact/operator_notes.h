// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"

#include <string>
#include <vector>

namespace sextant::artifact {

/// What the stored operators leave out of what a model computes, as far as the artifact says; it belongs
/// beside every operator cosine. "unknown" where the artifact is silent.
struct OperatorNotes {
    std::string label;                  ///< "norms not folded, RoPE at offset 0"; never empty
    std::vector<std::string> sentences; ///< what that means, a sentence each
};

/// From `norms`, `rope_offset` and `biases_ignored` of the provenance. Never an error. O(entries).
[[nodiscard]] OperatorNotes operatorNotes(const GramFile& grams);

} // namespace sextant::artifact
