// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/gram_text.h"

#include "core/artifact/gram_file_handler.h"

#include <fmt/format.h>

namespace sextant::artifact {

Result<GramFile> parseGramText(const std::filesystem::path& path, std::string_view content,
                               const std::stop_token& stop) {
    GramFileHandler handler(path, content.size(), stop);
    std::optional<json::Problem> problem = json::parse(content, handler);
    if (!problem) {
        return handler.finish();
    }
    if (problem->kind == json::Problem::Kind::Refused) {
        return tl::make_unexpected(handler.error());
    }
    std::string place =
        problem->kind == json::Problem::Kind::Empty ? "" : fmt::format("byte {}", problem->byte);
    return failure(ErrorCode::Malformed, path, std::move(place), std::move(problem->sentence));
}

} // namespace sextant::artifact
