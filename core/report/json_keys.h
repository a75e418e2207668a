// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>

namespace sextant::report {

/// A key of the JSON report, as a path from its top, and what it holds. `[L]` are lists over layers;
/// `{quantity}` is a name from "quantities", `{reference}` one of "isotropic", "same_spectrum" and
/// "other_heads".
struct JsonKey {
    const char* path;
    const char* meaning;
};

/// Every key that is not described by its quantity, in the order of the report.
[[nodiscard]] std::span<const JsonKey> jsonKeys();

/// The same as text for a person, one key per line, with every quantity of the catalogue.
[[nodiscard]] std::string jsonKeysText();

} // namespace sextant::report
