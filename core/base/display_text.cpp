// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/display_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <utility>
#include <vector>

namespace sextant {
namespace {

constexpr std::string_view kEllipsis = "\u2026";

/// A character of the text, or one byte that is not part of any.
struct Letter {
    std::uint32_t code = 0;
    bool isByte = false;
    std::size_t bytes = 1;
};

bool isContinuation(unsigned char byte) {
    return (byte & 0xC0U) == 0x80U;
}

/// How many bytes a letter has that begins with `lead`, beyond ASCII; 0 when none does.
std::size_t bytesOf(unsigned char lead) {
    if (lead < 0xC2 || lead > 0xF4) {
        return 0;
    }
    return lead >= 0xF0 ? 4 : (lead >= 0xE0 ? 3 : 2);
}

/// The first letter of `text`, which is not empty. A surrogate written like any other character, as some
/// writers do, counts as one letter.
Letter firstLetter(std::string_view text) {
    const auto at = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = at(0);
    if (lead < 0x80) {
        return {lead, false, 1};
    }
    const std::size_t bytes = bytesOf(lead);
    if (bytes == 0 || bytes > text.size()) {
        return {lead, true, 1};
    }
    std::uint32_t code = lead & (0x7FU >> bytes);
    for (std::size_t i = 1; i < bytes; ++i) {
        if (!isContinuation(at(i))) {
            return {lead, true, 1};
        }
        code = code << 6U | (at(i) & 0x3FU);
    }
    constexpr std::array<std::uint32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
    if (code < kSmallest.at(bytes) || code > 0x10FFFF) {
        return {lead, true, 1};
    }
    return {code, false, bytes};
}

/// What would be invisible or act on the text around it.
bool mustBeEscaped(std::uint32_t code) {
    constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 13> kRanges{{
        {0x0000, 0x001F},   // C0
        {0x007F, 0x009F},   // delete, C1
        {0x00AD, 0x00AD},   // soft hyphen
        {0x061C, 0x061C},   // Arabic letter mark
        {0x180E, 0x180E},   // Mongolian vowel separator
        {0x200B, 0x200B},   // zero width space
        {0x200E, 0x200F},   // direction marks
        {0x2028, 0x202E},   // separators, embeddings and overrides
        {0x2060, 0x206F},   // word joiner, isolates, deprecated format characters
        {0xD800, 0xDFFF},   // surrogates
        {0xFEFF, 0xFEFF},   // byte order mark
        {0xFFF9, 0xFFFB},   // interlinear annotation
        {0xE0000, 0xE007F}, // tags
    }};
    const bool noncharacter = (code & 0xFFFEU) == 0xFFFEU || (code >= 0xFDD0 && code <= 0xFDEF);
    return noncharacter || std::ranges::any_of(kRanges, [code](const auto& range) {
               return range.first <= code && code <= range.second;
           });
}

std::string escaped(const Letter& letter) {
    if (letter.isByte) {
        return fmt::format("\\x{:02x}", letter.code);
    }
    switch (letter.code) {
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return letter.code > 0xFFFF ? fmt::format("\\u{{{:x}}}", letter.code)
                                    : fmt::format("\\u{:04x}", letter.code);
    }
}

/// A letter as it is shown.
struct Piece {
    std::string text;
    std::size_t width = 1; ///< characters
};

std::vector<Piece> piecesOf(std::string_view text) {
    std::vector<Piece> pieces;
    while (!text.empty()) {
        const Letter letter = firstLetter(text);
        if (letter.isByte || mustBeEscaped(letter.code)) {
            std::string shown = escaped(letter);
            const std::size_t width = shown.size();
            pieces.push_back({std::move(shown), width});
        } else {
            pieces.push_back({std::string(text.substr(0, letter.bytes)), 1});
        }
        text.remove_prefix(letter.bytes);
    }
    return pieces;
}

/// The pieces from the first on that fit into `room` characters.
template <typename Iterator>
Iterator fitting(Iterator first, Iterator end, std::size_t room) {
    while (first != end && first->width <= room) {
        room -= first->width;
        ++first;
    }
    return first;
}

std::string joined(auto first, auto end) {
    std::string text;
    for (; first != end; ++first) {
        text += first->text;
    }
    return text;
}

} // namespace

std::string displayText(std::string_view text, std::size_t longest) {
    // Four bytes are the longest letter: what lies further from both ends cannot be shown.
    const std::size_t reach = 4 * (longest + 1);
    const bool cut = text.size() > 2 * reach;
    std::string_view tail = cut ? text.substr(text.size() - reach) : std::string_view();
    while (!tail.empty() && isContinuation(static_cast<unsigned char>(tail.front()))) {
        tail.remove_prefix(1);
    }
    std::vector<Piece> pieces = piecesOf(cut ? text.substr(0, reach) : text);
    if (cut) {
        std::ranges::move(piecesOf(tail), std::back_inserter(pieces));
    }
    if (fitting(pieces.begin(), pieces.end(), longest) == pieces.end()) {
        return joined(pieces.begin(), pieces.end());
    }
    const std::size_t room = longest - std::min<std::size_t>(longest, 1);
    const auto head = fitting(pieces.begin(), pieces.end(), room - room / 2);
    const auto end = fitting(pieces.rbegin(), std::make_reverse_iterator(head), room / 2);
    return joined(pieces.begin(), head) + std::string(longest > 0 ? kEllipsis : "") +
           joined(end.base(), pieces.end());
}

} // namespace sextant
