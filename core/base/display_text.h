// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace sextant {

/// `text` from a file, a file name included, as one line that is safe to show: in a title, a label, a
/// terminal.
///
/// Escaped, so that they can be seen and change nothing around them: control characters (`\n`, `\t`,
/// `\u0007`), line and paragraph separators, marks that reorder text or hide in it (`\u202e`), lone
/// surrogates (`\ud800`) and bytes that are not UTF-8 (`\xff`). The result is valid UTF-8 of at most
/// `longest` characters; a longer text loses its middle to an ellipsis, because both ends of a name tell it
/// from its relatives. Cost is O(longest), however long the text.
///
///     displayText("evil\u202egpj.exe", 60) == "evil\\u202egpj.exe"
///     displayText("/models/a-long-name.json", 11) == "/mode\u2026.json"
[[nodiscard]] std::string displayText(std::string_view text, std::size_t longest);

} // namespace sextant
