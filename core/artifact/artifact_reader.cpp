// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/artifact_reader.h"

namespace sextant::artifact {

Result<std::shared_ptr<const Artifact>>
readArtifact(const std::filesystem::path& path, const std::optional<std::filesystem::path>& eigdirsOverride,
             const std::stop_token& stop) {
    auto grams = readGramFile(path, stop);
    if (!grams) {
        return tl::make_unexpected(std::move(grams).error());
    }
    auto artifact = std::make_shared<Artifact>();
    artifact->grams = *grams;
    const Result<std::filesystem::path> location =
        eigdirsOverride ? Result<std::filesystem::path>(*eigdirsOverride) : locateTensorFile(**grams);
    auto tensors = location.and_then(
        [&](const std::filesystem::path& file) { return readTensorFile(file, **grams, stop); });
    if (tensors) {
        artifact->tensors = *tensors;
    } else if (tensors.error().code == ErrorCode::Cancelled) {
        return tl::make_unexpected(std::move(tensors).error());
    } else {
        artifact->tensorError = std::move(tensors).error();
    }
    return artifact;
}

} // namespace sextant::artifact
