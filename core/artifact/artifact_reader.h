// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"

#include <filesystem>
#include <memory>
#include <stop_token>

namespace sextant::artifact {

/// Reads `X.json` through a streaming parser into flat arrays: memory is that of the numbers, no DOM is
/// built. NaN, Infinity and -Infinity as bare words (Python's) are read. Errs with the byte of a syntax
/// error, the key that is missing or of the wrong type, the index where the gram is ragged, or the budget
/// (core/base/reading_budget.h) that the file exceeds; no allocation is made by a count in the file before it
/// is checked against the file's size. Judges no numbers: core/integrity does.
///
///     const auto grams = readGramFile("x.json");
///     const auto path = grams.and_then([](const auto& file) { return locateTensorFile(*file); });
[[nodiscard]] Result<std::shared_ptr<const GramFile>> readGramFile(const std::filesystem::path& path,
                                                                   const std::stop_token& stop = {});

/// Where the tensor file of `grams` is: `eigdirs_path` relative to the JSON's folder, then that file's name
/// beside the JSON (of a Windows path too), then `X-eigdirs.pt`, then `X-eigdirs.safetensors`; then the same
/// beside the file that a symlinked JSON leads to. Returns the first that exists; NotFound lists where it
/// looked.
[[nodiscard]] Result<std::filesystem::path> locateTensorFile(const GramFile& grams);

/// Whether `tensors` lies neither in the folder of `json` (or of the file that it links to) nor below.
[[nodiscard]] bool liesOutside(const std::filesystem::path& json, const std::filesystem::path& tensors);

/// Reads `eig_dirs` [L, H, k, d] and `sym_eigs` [L, H, 2r] of a `.pt` or a `.safetensors` file. Errs when one
/// is missing, is not of a float type, has another rank, or contradicts the JSON's shape, and when k is more
/// than d or 2r. The directions stay in the file, unread. Of `sing_vals`, `other_grams` and `other_heads`,
/// which may be missing, what cannot be used is left out and named in `leftOut`.
[[nodiscard]] Result<std::shared_ptr<const TensorFile>>
readTensorFile(const std::filesystem::path& path, const GramFile& grams, const std::stop_token& stop = {});

} // namespace sextant::artifact
