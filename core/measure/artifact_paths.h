// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact_names.h"
#include "core/base/error.h"
#include "core/checkpoint/model_cache.h"

#include <filesystem>

namespace sextant::measure {

using artifact::TensorFormat;
using checkpoint::modelNameOf;

/// The names of an artifact pair.
struct ArtifactPaths {
    std::filesystem::path json;
    std::filesystem::path tensors;       ///< X-eigdirs.pt or X-eigdirs.safetensors beside it
    std::filesystem::path workingFolder; ///< .X.measure beside it
};

/// Errs with Usage when `output` has no name ending in `.json`, with WriteFailed when its folder does not
/// exist or a folder has one of the names.
[[nodiscard]] Result<ArtifactPaths> artifactPaths(const std::filesystem::path& output, TensorFormat format);

/// Where the artifact of a model goes when nobody says: `NAME.json` in the current folder, NAME being the
/// last part of the model's path, or of its name on the hub. Errs with Usage when there is no such name, or
/// when the artifact or its tensors exist: what nobody named is not replaced.
[[nodiscard]] Result<std::filesystem::path> defaultOutput(const std::filesystem::path& model,
                                                          TensorFormat format);

} // namespace sextant::measure
