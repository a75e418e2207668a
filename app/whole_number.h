// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <charconv>
#include <optional>
#include <string_view>

namespace sextant::app {

/// The text as a whole number; nullopt when it is anything else or does not fit in an int.
[[nodiscard]] inline std::optional<int> wholeNumber(std::string_view text) {
    int value = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && rest == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

} // namespace sextant::app
