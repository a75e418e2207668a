// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"

#include <filesystem>
#include <optional>
#include <stop_token>

namespace sextant::artifact {

/// Reads `X.json` through a streaming parser into flat arrays: memory is that of the numbers, no DOM is
/// built. NaN, Infinity and -Infinity as bare words (Python's) are read. Errs with the byte of a syntax
/// error, the key that is missing or of the wrong type, or the index where the gram is ragged; no allocation
/// is made by a count in the file before it is checked against the file's size. Warnings: asymmetric gram,
/// zero operators, non-finite values, |cos| > 1 + 1e-6.
Result<std::shared_ptr<const GramFile>> readGramFile(const std::filesystem::path& path,
                                                     const std::stop_token& stop = {});

/// Where the tensor file of `grams` is: `eigdirs_path` relative to the JSON's folder, then that file's name
/// beside the JSON (of a Windows path too), then `X-eigdirs.pt`, then `X-eigdirs.safetensors`; then the same
/// beside the file that a symlinked JSON leads to. Returns the first that exists; NotFound lists where it
/// looked.
Result<std::filesystem::path> locateTensorFile(const GramFile& grams);

/// Reads `eig_dirs` [L, H, k, d] and `sym_eigs` [L, H, 2r] of a `.pt` (through the torch module) or a
/// `.safetensors` file. Errs when one is missing, is not of a float type, has another rank, or contradicts
/// the JSON's shape. Warnings: non-finite values (count, first index), directions far from orthonormal, fewer
/// distinct eigenvalues than expected. The scan of the directions touches a sample when they are large, so
/// that opening never reads the whole of a big file; what was sampled is said in the warning.
Result<std::shared_ptr<const TensorFile>>
readTensorFile(const std::filesystem::path& path, const GramFile& grams, const std::stop_token& stop = {});

/// All of the above. `eigdirsOverride` replaces the search. A tensor file that is missing or bad is not an
/// error of the pair: it is reported in Artifact::tensorError.
Result<std::shared_ptr<const Artifact>>
readArtifact(const std::filesystem::path& path,
             const std::optional<std::filesystem::path>& eigdirsOverride = {},
             const std::stop_token& stop = {});

} // namespace sextant::artifact
