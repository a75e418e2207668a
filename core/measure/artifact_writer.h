// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/measure.h"
#include "core/measure/measured_numbers.h"

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

namespace sextant::measure {

/// The names of an artifact pair.
struct ArtifactPaths {
    std::filesystem::path json;
    std::filesystem::path tensors;       ///< X-eigdirs.pt or X-eigdirs.safetensors beside it
    std::filesystem::path workingFolder; ///< .X.measure beside it
};

/// Errs with Usage when `output` has no name ending in `.json`, with WriteFailed when its folder does not
/// exist or a folder has one of the names.
Result<ArtifactPaths> artifactPaths(const std::filesystem::path& output, TensorFormat format);

/// Writes the JSON of an artifact: shape, provenance members, `eigdirs_path` (a base name), fro_sq and gram,
/// each number with the fewest digits that read back as the same double.
Result<void> writeGramFile(const std::filesystem::path& path, const artifact::ArtifactShape& shape,
                           const std::vector<std::string>& provenance, const std::string& tensorFileName,
                           const MeasuredNumbers& numbers, const std::stop_token& stop);

/// Writes `eig_dirs` [L, H, k, d], whose elements lie in `directionsFile`, and `sym_eigs` [L, H, 2r], both
/// float32.
Result<void> writeTensorFile(const std::filesystem::path& path, TensorFormat format,
                             const artifact::ArtifactShape& shape, int topk,
                             const std::filesystem::path& directionsFile, const MeasuredNumbers& numbers,
                             const std::stop_token& stop);

} // namespace sextant::measure
