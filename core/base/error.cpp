// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"

#include "core/base/display_text.h"

namespace sextant {
namespace {

/// Characters of an error's line; a path alone can have 4096 bytes.
constexpr std::size_t kLongestLine = 8000;

std::string join(const std::filesystem::path& file, const std::string& place, const std::string& sentence) {
    std::string text;
    for (const std::string& part : {file.string(), place}) {
        if (!part.empty()) {
            text += part + ": ";
        }
    }
    text += sentence;
    // Names come from files: none of them may move a terminal's cursor, break the line or reorder it.
    return displayText(text, kLongestLine);
}

} // namespace

std::string describe(const Error& error) {
    return join(error.file, error.place, error.sentence);
}

std::string describe(const Warning& warning) {
    return join(warning.file, warning.place, warning.sentence);
}

tl::unexpected<Error> failure(ErrorCode code, std::filesystem::path file, std::string place,
                              std::string sentence, std::optional<Advice> advice) {
    return tl::make_unexpected(Error{code, std::move(file), std::move(place), std::move(sentence), advice});
}

} // namespace sextant
