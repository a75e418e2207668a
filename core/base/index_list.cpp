// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/index_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <string_view>

namespace sextant {
namespace {

constexpr int largestIndex = 1'000'000;

bool parseNumber(std::string_view& text, int& number) {
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    text.remove_prefix(static_cast<std::size_t>(rest - text.data()));
    return error == std::errc() && number >= 0 && number <= largestIndex;
}

/// "5" or "3-7".
bool parseRange(std::string_view text, std::set<int>& numbers) {
    int first = 0;
    if (!parseNumber(text, first)) {
        return false;
    }
    int last = first;
    if (!text.empty()) {
        if (text.front() != '-') {
            return false;
        }
        text.remove_prefix(1);
        if (!parseNumber(text, last) || !text.empty() || last < first) {
            return false;
        }
    }
    for (int number = first; number <= last; ++number) {
        numbers.insert(number);
    }
    return true;
}

} // namespace

Result<std::vector<int>> parseIndexList(const std::string& text, const std::string& place) {
    std::set<int> numbers;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        if (!parseRange(std::string_view(text).substr(begin, end - begin), numbers)) {
            return failure(ErrorCode::Usage, {}, place,
                           fmt::format("'{}' is not a list of numbers and ranges such as 0-11,20", text));
        }
        begin = end + 1;
    }
    return std::vector<int>(numbers.begin(), numbers.end());
}

} // namespace sextant
