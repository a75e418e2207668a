// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/artifact/artifact_names.h"
#include "core/base/error.h"

#include <cstddef>
#include <filesystem>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace sextant::artifact {

/// What goes into a JSON, apart from its provenance.
struct GramContent {
    ArtifactShape shape;
    const LayerPairTable& gram;         ///< [L, L, H]
    std::span<const double> froSquared; ///< [L, H]
    std::string tensorFileName;         ///< a base name, for `eigdirs_path`; any bytes
};

/// Writes the JSON of an artifact: shape, `provenance` ("key": value, valid JSON members), `eigdirs_path`,
/// fro_sq and gram, each number with the fewest digits that read back as the same double. The caller
/// writes to a temporary file and renames it. Cancelled soon after a stop request.
///
///     writeGramFile("m.json", {shape, gram, froSquared, "m-eigdirs.pt"}, {R"("model": "m")"}, stop);
[[nodiscard]] Result<void> writeGramFile(const std::filesystem::path& path, const GramContent& content,
                                         const std::vector<std::string>& provenance,
                                         const std::stop_token& stop = {});

/// What goes into a tensor file. The spans that end it may be empty: such a tensor is not written.
struct TensorContent {
    ArtifactShape shape;
    int topk = 0;                               ///< k
    std::span<const std::byte> directions;      ///< float32 [L, H, k, d]
    std::span<const float> eigenvalues;         ///< [L, H, 2r]
    std::span<const float> singularValues = {}; ///< [L, H, r]
    std::span<const double> otherGrams = {};    ///< [P, N], P = L (L - 1) / 2
    std::span<const HeadPair> otherHeads = {};  ///< [P, N]
};

/// Writes `eig_dirs`, `sym_eigs` and, where given, `sing_vals`, `other_grams` and `other_heads`. Written
/// to a temporary file, which is renamed when complete. Cancelled soon after a stop request. Errs like
/// writeTorchArchive() and writeSafetensors().
[[nodiscard]] Result<void> writeTensorFile(const std::filesystem::path& path, TensorFormat format,
                                           const TensorContent& content, const std::stop_token& stop = {});

} // namespace sextant::artifact
