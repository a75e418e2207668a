// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sextant::json {

/// A string read from a JSON text.
struct ScannedString {
    std::string_view text;         ///< decoded; in the source, or in the buffer when there were escapes
    std::size_t end = 0;           ///< one past the closing quote, or the byte that is wrong
    const char* problem = nullptr; ///< what was expected at `end`; null when the string is sound
};

/// Reads the string whose opening quote is at `begin`. `buffer` is used when something must be decoded.
[[nodiscard]] ScannedString scanString(std::string_view source, std::size_t begin, std::string& buffer);

} // namespace sextant::json
