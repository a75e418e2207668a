// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/artifact_names.h"
#include "core/artifact/artifact_reader.h"
#include "core/artifact/optional_tensors.h"
#include "core/artifact/tensor_values.h"
#include "core/base/try.h"
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

/// Finds a tensor and checks its rank and extents.
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

/// More directions than the space has, or the operator's symmetric part has eigenvalues, cannot be
/// eigenvectors; their pairwise angles would cost O(k^2 d) for nothing.
Result<void> checkTopk(std::int64_t topk, const ArtifactShape& shape, const std::filesystem::path& path) {
    const std::int64_t most = std::min<std::int64_t>(shape.hiddenSize, 2 * std::int64_t{shape.headDim});
    if (topk <= most) {
        return {};
    }
    return failure(ErrorCode::Inconsistent, path, keys::directions,
                   fmt::format("has {} directions per head, but an operator of hidden_size {} and head_dim "
                               "{} has at most {}",
                               topk, shape.hiddenSize, shape.headDim, most));
}

Result<tensor::TensorArchive> readArchive(const std::filesystem::path& path) {
    return path.extension() == extensionOf(TensorFormat::Safetensors) ? tensor::readSafetensors(path)
                                                                      : tensor::readTorchArchive(path);
}

} // namespace

Result<std::shared_ptr<const TensorFile>> readTensorFile(const std::filesystem::path& path,
                                                         const GramFile& grams, const std::stop_token& stop) {
    TRY_ASSIGN(const tensor::TensorArchive archive, readArchive(path));
    const ArtifactShape& shape = grams.shape;
    TRY_ASSIGN(const tensor::TensorView* directions,
               require(archive, path, keys::directions,
                       {shape.layers, shape.heads, anyExtent, shape.hiddenSize},
                       "[num_layers, num_heads, topk, hidden_size]"));
    TRY_ASSIGN(const tensor::TensorView* eigenvalues,
               require(archive, path, keys::eigenvalues, {shape.layers, shape.heads, 2 * shape.headDim},
                       "[num_layers, num_heads, 2 * head_dim]"));
    TRY(checkTopk(directions->shape[2], shape, path));
    for (const auto& [name, tensor] :
         {std::pair{keys::directions, directions}, std::pair{keys::eigenvalues, eigenvalues}}) {
        if (!fitsItsFile(*tensor, path)) {
            return failure(ErrorCode::Inconsistent, path, name, "has more elements than its file can hold");
        }
    }
    TensorFile file;
    file.path = path;
    file.directions = *directions;
    file.topk = static_cast<int>(directions->shape[2]);
    file.eigenvalues = valuesOf(*eigenvalues);
    file.eigenvalueType = eigenvalues->type;
    file.eigenvalueCount = 2 * shape.headDim;
    readOptionalTensors(archive, shape, file);
    file.entryCount = archive.tensors.size() + archive.skipped.size();
    std::copy_if(archive.skipped.begin(), archive.skipped.end(), std::back_inserter(file.codeEntries),
                 [](const tensor::SkippedEntry& entry) { return entry.needsCode; });
    if (stop.stop_requested()) {
        return failure(ErrorCode::Cancelled, path, {}, "reading was cancelled");
    }
    return std::make_shared<const TensorFile>(std::move(file));
}

} // namespace sextant::artifact
