// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/artifact_reader.h"
#include "core/artifact/gram_text.h"
#include "core/base/try.h"
#include "core/tensor/mapped_file.h"

namespace sextant::artifact {

Result<std::shared_ptr<const GramFile>> readGramFile(const std::filesystem::path& path,
                                                     const std::stop_token& stop) {
    TRY_ASSIGN(const auto mapped, tensor::MappedFile::open(path));
    const auto bytes = mapped->bytes();
    return parseGramText(path, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}, stop)
        .map([](GramFile file) { return std::make_shared<const GramFile>(std::move(file)); });
}

} // namespace sextant::artifact
