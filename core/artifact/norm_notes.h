// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"

#include <optional>
#include <string_view>

namespace sextant::artifact {

/// What is known of a norm's gains that act between the residual stream and the scores.
enum class NormState {
    Unknown,   ///< the artifact does not say, or says nothing that is understood
    Absent,    ///< the model has none
    NotFolded, ///< the model has them; the operators are without
    Folded,    ///< they are part of the operators
};

/// "unknown", "absent", "not folded", "folded": as the JSON has them.
[[nodiscard]] std::string_view nameOf(NormState state);

/// The norms of a model as the artifact states them.
struct NormNotes {
    NormState input = NormState::Unknown; ///< `input_norm`: before the projections
    NormState query = NormState::Unknown; ///< `q_norm`: on the queries of a head
    NormState key = NormState::Unknown;   ///< `k_norm`: on the keys of a head
};

/// What the JSON's `norms` says, an object such as `{"input_norm": "not folded", "q_norm": "absent",
/// "k_norm": "absent"}`. Whatever is missing there, or not one of these words, is Unknown: never an error.
[[nodiscard]] NormNotes normsOf(const GramFile& grams);

} // namespace sextant::artifact
