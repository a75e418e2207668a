// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/json/json_number.h"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <limits>

namespace sextant::json {
namespace {

bool isDigit(std::string_view text, std::size_t at) {
    return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

std::size_t skipDigits(std::string_view text, std::size_t at) {
    while (isDigit(text, at)) {
        ++at;
    }
    return at;
}

/// The power of ten of the first digit that is not zero, by the text alone: 2 for 123, -3 for 0.00123.
std::int64_t leadingPower(std::string_view text) {
    const std::size_t end = std::min(text.find_first_of("eE"), text.size());
    const std::string_view digits = text.substr(0, end);
    const std::size_t point = std::min(digits.find('.'), digits.size());
    const std::size_t first = std::min(digits.find_first_of("123456789"), digits.size());
    const auto power = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first);
    constexpr std::int64_t huge =
        std::numeric_limits<std::int64_t>::max() / 2; // the sum below stays in range
    std::int64_t exponent = 0;
    if (end < text.size()) {
        const std::size_t begin = text[end + 1] == '+' ? end + 2 : end + 1;
        const bool negative = text[begin] == '-';
        if (std::from_chars(text.data() + begin, text.data() + text.size(), exponent).ec != std::errc{}) {
            exponent = negative ? -huge : huge;
        }
        exponent = std::clamp(exponent, -huge, huge);
    }
    return (power > 0 ? power - 1 : power) + exponent;
}

} // namespace

ScannedNumber scanNumber(std::string_view text) {
    std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
    if (!isDigit(text, at)) {
        return {at, false, false};
    }
    at = text[at] == '0' ? at + 1 : skipDigits(text, at);
    bool isInteger = true;
    if (at < text.size() && text[at] == '.') {
        isInteger = false;
        if (!isDigit(text, ++at)) {
            return {at, false, false};
        }
        at = skipDigits(text, at);
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        isInteger = false;
        ++at;
        at += at < text.size() && (text[at] == '+' || text[at] == '-') ? 1 : 0;
        if (!isDigit(text, at)) {
            return {at, false, false};
        }
        at = skipDigits(text, at);
    }
    return {at, true, isInteger};
}

double nearestDouble(std::string_view text) {
    double value = 0.0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc::result_out_of_range) {
        value = leadingPower(text) > 0 ? std::numeric_limits<double>::infinity() : 0.0;
        value = text[0] == '-' ? -value : value;
    }
    return value;
}

std::optional<unsigned long long> Number::count() const {
    unsigned long long count = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), count);
    return isInteger && code == std::errc{} && end == text.data() + text.size() ? std::optional(count)
                                                                                : std::nullopt;
}

} // namespace sextant::json
