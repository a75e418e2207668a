#include "core/artifact/artifact_reader.h"
#include "core/artifact/gram_checks.h"
#include "core/artifact/gram_file_handler.h"
#include "core/tensor/mapped_file.h"

#include <nlohmann/json.hpp>

namespace sextant {

Result<std::shared_ptr<const GramFile>> readGramFile(const std::filesystem::path& path,
                                                     const std::stop_token& stop) {
    const auto mapped = MappedFile::open(path);
    if (!mapped) {
        return tl::make_unexpected(mapped.error());
    }
    const auto bytes = (*mapped)->bytes();
    const std::string_view content(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    JsonText text(content);
    GramFileHandler handler(path, text, content, stop);
    if (!nlohmann::json::sax_parse(text.begin(), text.end(), &handler)) {
        return tl::make_unexpected(handler.error());
    }
    return handler.finish().map([](GramFile file) {
        file.warnings = checkGrams(file);
        return std::make_shared<const GramFile>(std::move(file));
    });
}

} // namespace sextant
