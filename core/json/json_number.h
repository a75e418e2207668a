// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/json/json_parser.h"

#include <cstddef>
#include <string_view>

namespace sextant::json {

/// What scanNumber() found at the beginning of a text.
struct ScannedNumber {
    std::size_t length = 0; ///< of what fits the grammar so far
    bool complete = false;  ///< false: a character that the number needs is missing after `length`
    bool isInteger = false;
};

/// The longest beginning of `text` that follows `-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?`.
[[nodiscard]] ScannedNumber scanNumber(std::string_view text);

/// The double nearest to `text`, which scanNumber() found complete over its whole length. Beyond the largest
/// double: infinite; below the smallest: zero; both with the sign. Independent of the locale.
[[nodiscard]] double nearestDouble(std::string_view text);

} // namespace sextant::json
