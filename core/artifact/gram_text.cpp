// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/gram_text.h"

#include "core/artifact/gram_file_handler.h"

#include <nlohmann/json.hpp>

namespace sextant::artifact {

Result<GramFile> parseGramText(const std::filesystem::path& path, std::string_view content,
                               const std::stop_token& stop) {
    JsonText text(content);
    GramFileHandler handler(path, text, content, stop);
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &handler)) {
        return tl::make_unexpected(handler.error());
    }
    return handler.finish();
}

} // namespace sextant::artifact
