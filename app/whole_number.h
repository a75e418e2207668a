// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

namespace sextant::app {

/// The whole number that the text is, with nothing before or after it; nothing when it is none or beyond an
/// int.
inline std::optional<int> wholeNumber(std::string_view text) {
    int value = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && rest == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

} // namespace sextant::app
