// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <functional>
#include <iterator>
#include <string_view>
#include <type_traits>

namespace sextant {

/// Whether the enumeration has a name for this value: GCC and clang spell one that has none as a cast,
/// "(E)7". (Of std::source_location, which would be standard, the clang of Debian 12 knows nothing.)
template <auto kValue>
[[nodiscard]] consteval bool isEnumerator() {
    return std::string_view(static_cast<const char*>(__PRETTY_FUNCTION__)).find("= (") ==
           std::string_view::npos;
}

/// Whether a table has one row for every value of an enumeration, in its order, so that the value is the
/// row's index. For a static_assert beside the table; the enumeration counts from 0 without gaps.
///
///     static_assert(hasRowForEach<kPlotRows, &PlotRow::kind>(), "a plot has no row");
template <const auto& kRows, auto kKey>
[[nodiscard]] consteval bool hasRowForEach() {
    using Enum = std::remove_cvref_t<decltype(std::invoke(kKey, kRows[0]))>;
    constexpr std::size_t count = std::size(kRows);
    for (std::size_t i = 0; i < count; ++i) {
        if (std::invoke(kKey, kRows[i]) != static_cast<Enum>(i)) {
            return false;
        }
    }
    return isEnumerator<static_cast<Enum>(count - 1)>() && !isEnumerator<static_cast<Enum>(count)>();
}

} // namespace sextant
