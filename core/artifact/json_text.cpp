// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/json_text.h"

#include <array>
#include <charconv>
#include <cstdlib>
#include <limits>
#include <string>
#include <utility>

namespace sextant::artifact {
namespace {

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

bool mayFollowNumber(char c) {
    return c == ',' || c == ']' || c == '}' || c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

std::size_t skipDigits(std::string_view text, std::size_t at) {
    while (at < text.size() && isDigit(text[at])) {
        ++at;
    }
    return at;
}

/// The length of the number by the grammar of RFC 8259 at the beginning of `text`; 0 when there is none.
std::size_t numberLength(std::string_view text, bool& isInteger) {
    std::size_t at = !text.empty() && text[0] == '-' ? 1 : 0;
    const std::size_t whole = at;
    at = skipDigits(text, at);
    if (at == whole) {
        return 0;
    }
    if (text[whole] == '0') {
        at = whole + 1; // a leading zero ends the whole part
    }
    isInteger = true;
    if (at + 1 < text.size() && text[at] == '.' && isDigit(text[at + 1])) {
        isInteger = false;
        at = skipDigits(text, at + 1);
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        std::size_t exponent = at + 1;
        if (exponent < text.size() && (text[exponent] == '+' || text[exponent] == '-')) {
            ++exponent;
        }
        const std::size_t end = skipDigits(text, exponent);
        if (end != exponent) {
            isInteger = false;
            at = end;
        }
    }
    return at;
}

double valueOf(std::string_view text) {
    double value = 0.0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc::result_out_of_range) {
        value = std::strtod(std::string(text).c_str(), nullptr); // says which of zero and infinity it was
    }
    return value;
}

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr std::array<std::pair<std::string_view, double>, 3> words = {
    {{"NaN", std::numeric_limits<double>::quiet_NaN()}, {"Infinity", infinity}, {"-Infinity", -infinity}}};

} // namespace

void JsonText::load() {
    loaded_ = true;
    const char c = bytes_[next_];
    if (inString_) {
        inString_ = escaped_ || c != '"';
        escaped_ = !escaped_ && c == '\\';
    } else if (c == '"') {
        inString_ = true;
    } else if (!broken_ && (isDigit(c) || c == '-' || c == 'N' || c == 'I') && loadNumber()) {
        return;
    }
    shown_ = c;
    ++next_;
}

bool JsonText::loadNumber() {
    const std::string_view rest = bytes_.substr(next_);
    number_ = {};
    std::size_t length = numberLength(rest, number_.isInteger);
    if (length != 0) {
        number_.value = valueOf(rest.substr(0, length));
    } else {
        for (const auto& [word, value] : words) {
            if (rest.substr(0, word.size()) == word) {
                length = word.size();
                number_.value = value;
            }
        }
    }
    broken_ = length == 0 || (length < rest.size() && !mayFollowNumber(rest[length]));
    if (length == 0) {
        return false;
    }
    number_.text = rest.substr(0, length);
    next_ += length;
    shown_ = '0';
    return true;
}

} // namespace sextant::artifact
