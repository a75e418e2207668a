// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/artifact_reader.h"
#include "core/artifact/tensor_file_checks.h"
#include "core/tensor/tensor_archive.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace sextant::artifact {
namespace {

constexpr std::int64_t anyExtent = -1;

std::string dimensions(const std::vector<std::int64_t>& shape) {
    return fmt::format("[{}]", fmt::join(shape, ", "));
}

/// The tensor of that name, when it is there and of the expected rank and extents.
Result<const tensor::TensorView*> require(const tensor::TensorArchive& archive,
                                          const std::filesystem::path& path, const char* name,
                                          const std::vector<std::int64_t>& expected, const char* meaning) {
    const tensor::TensorView* tensor = archive.find(name);
    if (tensor == nullptr) {
        const auto skipped =
            std::find_if(archive.skipped.begin(), archive.skipped.end(),
                         [name](const tensor::SkippedEntry& entry) { return entry.name == name; });
        return skipped == archive.skipped.end()
                   ? failure(ErrorCode::Inconsistent, path, name, "this tensor is missing")
                   : failure(ErrorCode::Inconsistent, path, name,
                             fmt::format("must be a floating-point tensor, found {}", skipped->reason));
    }
    if (tensor->shape.size() != expected.size()) {
        return failure(ErrorCode::Inconsistent, path, name,
                       fmt::format("has {} dimensions {}, but must have {}: {}", tensor->shape.size(),
                                   dimensions(tensor->shape), expected.size(), meaning));
    }
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const std::int64_t extent = tensor->shape[i];
        if (expected[i] == anyExtent ? extent < 1 : extent != expected[i]) {
            return failure(
                ErrorCode::Inconsistent, path, name,
                fmt::format("has shape {}, which contradicts the JSON: dimension {} of {} must be {}",
                            dimensions(tensor->shape), i, meaning,
                            expected[i] == anyExtent ? "at least 1" : std::to_string(expected[i])));
        }
    }
    return tensor;
}

/// A row of no stride at all can claim any length; what is copied must have been in the file.
bool fitsItsFile(const tensor::TensorView& tensor, const std::filesystem::path& path) {
    std::error_code code;
    const std::uintmax_t size = std::filesystem::file_size(path, code);
    return !code &&
           static_cast<std::uintmax_t>(tensor.elementCount()) <= size / tensor::elementSize(tensor.type);
}

std::vector<double> readAll(const tensor::TensorView& tensor) {
    std::vector<double> values(static_cast<std::size_t>(tensor.elementCount()));
    const std::int64_t length = tensor.shape[2];
    double* target = values.data();
    for (std::int64_t l = 0; l < tensor.shape[0]; ++l) {
        for (std::int64_t h = 0; h < tensor.shape[1]; ++h, target += length) {
            const std::int64_t offset = (l * tensor.strides[0] + h * tensor.strides[1]) *
                                        static_cast<std::int64_t>(tensor::elementSize(tensor.type));
            tensor::convertToDouble(tensor.type, tensor.data + offset, tensor.strides[2],
                                    static_cast<std::size_t>(length), target);
        }
    }
    return values;
}

Result<tensor::TensorArchive> readArchive(const std::filesystem::path& path) {
    return path.extension() == ".safetensors" ? tensor::readSafetensors(path)
                                              : tensor::readTorchArchive(path);
}

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
    for (const char* ending : {"-eigdirs.pt", "-eigdirs.safetensors"}) {
        candidates.push_back(folder / (json.stem().string() + ending));
    }
    return candidates;
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
    return failure(ErrorCode::NotFound, grams.path, "eigdirs_path",
                   fmt::format("the tensor file was not found; looked for {}", fmt::join(tried, ", ")));
}

Result<std::shared_ptr<const TensorFile>> readTensorFile(const std::filesystem::path& path,
                                                         const GramFile& grams, const std::stop_token& stop) {
    const Result<tensor::TensorArchive> archive = readArchive(path);
    if (!archive) {
        return tl::make_unexpected(archive.error());
    }
    const ArtifactShape& shape = grams.shape;
    const Result<const tensor::TensorView*> directions =
        require(*archive, path, "eig_dirs", {shape.layers, shape.heads, anyExtent, shape.hiddenSize},
                "[num_layers, num_heads, topk, hidden_size]");
    if (!directions) {
        return tl::make_unexpected(directions.error());
    }
    const Result<const tensor::TensorView*> eigenvalues =
        require(*archive, path, "sym_eigs", {shape.layers, shape.heads, 2 * shape.headDim},
                "[num_layers, num_heads, 2 * head_dim]");
    if (!eigenvalues) {
        return tl::make_unexpected(eigenvalues.error());
    }
    for (const auto& [name, tensor] :
         {std::pair{"eig_dirs", *directions}, std::pair{"sym_eigs", *eigenvalues}}) {
        if (!fitsItsFile(*tensor, path)) {
            return failure(ErrorCode::Inconsistent, path, name, "has more elements than its file can hold");
        }
    }
    TensorFile file;
    file.path = path;
    file.directions = **directions;
    file.topk = static_cast<int>(file.directions.shape[2]);
    file.eigenvalues = readAll(**eigenvalues);
    file.eigenvalueType = (*eigenvalues)->type;
    file.eigenvalueCount = 2 * shape.headDim;
    for (const tensor::SkippedEntry& entry : archive->skipped) {
        if (entry.needsCode) {
            file.warnings.push_back(
                {path, entry.name,
                 fmt::format("this entry is {}, which only code named by the file could make; it "
                             "was not run and the entry is left out",
                             entry.reason)});
        }
    }
    const auto warn = [&file](std::vector<Warning> warnings) {
        std::move(warnings.begin(), warnings.end(), std::back_inserter(file.warnings));
    };
    warn(checkEigenvalues(file, shape));
    warn(checkDirections(file, shape, stop));
    if (stop.stop_requested()) {
        return failure(ErrorCode::Cancelled, path, {}, "reading was cancelled");
    }
    return std::make_shared<const TensorFile>(std::move(file));
}

} // namespace sextant::artifact
