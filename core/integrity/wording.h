// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/integrity/integrity_report.h"

#include <string>
#include <string_view>

namespace sextant::integrity {

/// A check's name in machine-readable reports, e.g. "gram_finite". Never changes.
[[nodiscard]] std::string_view keyOf(CheckId id);

/// What a check is about, as the heading of a row, e.g. "Gram symmetric".
[[nodiscard]] std::string_view titleOf(CheckId id);

/// "not applicable", "passed", "note", "warning" or "error".
[[nodiscard]] std::string_view nameOf(Severity severity);

/// What was found, or why nothing could be: one sentence without a full stop. "here" in it is Check::worst.
[[nodiscard]] std::string sentenceOf(const Check& check);

/// "FILE: PLACE: sentence", as describe() words an Error.
[[nodiscard]] std::string describe(const Check& check);

} // namespace sextant::integrity
