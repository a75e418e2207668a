// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/artifact_names.h"
#include "core/artifact/artifact_reader.h"

#include <algorithm>

#include <fmt/format.h>

namespace sextant::artifact {
namespace {

/// Where the tensor file of a JSON at `json` may be, the likeliest first.
std::vector<std::filesystem::path> candidatesBeside(const std::filesystem::path& json,
                                                    const std::optional<std::string>& eigdirsPath) {
    const std::filesystem::path folder = json.parent_path();
    std::vector<std::filesystem::path> candidates;
    if (eigdirsPath && !eigdirsPath->empty()) {
        const std::filesystem::path named = *eigdirsPath;
        // A path written on Windows is a single name here.
        const std::string lastPart = eigdirsPath->substr(eigdirsPath->find_last_of("/\\") + 1);
        candidates = {folder / named, folder / named.filename(), folder / lastPart};
    }
    for (const TensorFormat format : {TensorFormat::Torch, TensorFormat::Safetensors}) {
        candidates.push_back(tensorPathOf(json, format));
    }
    return candidates;
}

/// The folder of a file, free of links; the file itself may be one.
std::filesystem::path folderOf(const std::filesystem::path& file) {
    std::error_code code;
    const std::filesystem::path folder = file.has_parent_path() ? file.parent_path() : ".";
    std::filesystem::path resolved = std::filesystem::weakly_canonical(folder, code);
    return code ? folder : resolved;
}

bool isIn(const std::filesystem::path& folder, const std::filesystem::path& part) {
    return std::mismatch(folder.begin(), folder.end(), part.begin(), part.end()).first == folder.end();
}

} // namespace

Result<std::filesystem::path> locateTensorFile(const GramFile& grams) {
    std::vector<std::filesystem::path> candidates = candidatesBeside(grams.path, grams.eigdirsPath);
    std::error_code unresolved;
    if (std::filesystem::is_symlink(grams.path, unresolved)) {
        const std::filesystem::path target = std::filesystem::canonical(grams.path, unresolved);
        const auto beside =
            unresolved ? std::vector<std::filesystem::path>{} : candidatesBeside(target, grams.eigdirsPath);
        candidates.insert(candidates.end(), beside.begin(), beside.end());
    }
    std::vector<std::string> tried;
    for (const std::filesystem::path& candidate : candidates) {
        std::error_code code;
        if (std::filesystem::is_regular_file(candidate, code)) {
            return candidate;
        }
        const std::string shown =
            candidate.string() + (std::filesystem::is_directory(candidate, code) ? " (a folder)" : "");
        if (std::find(tried.begin(), tried.end(), shown) == tried.end()) {
            tried.push_back(shown);
        }
    }
    return failure(ErrorCode::NotFound, grams.path, keys::eigdirsPath,
                   fmt::format("the tensor file was not found; looked for {}", fmt::join(tried, ", ")));
}

bool liesOutside(const std::filesystem::path& json, const std::filesystem::path& tensors) {
    std::error_code unresolved;
    const std::filesystem::path target = std::filesystem::canonical(json, unresolved);
    const std::filesystem::path folder = folderOf(tensors);
    return !isIn(folderOf(json), folder) && (unresolved || !isIn(target.parent_path(), folder));
}

} // namespace sextant::artifact
