// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>

namespace sextant::artifact {

/// The keys of the JSON and the tensors of the tensor file. Whatever else the JSON holds is provenance.
namespace keys {
inline constexpr const char* layers = "num_layers";
inline constexpr const char* heads = "num_heads";
inline constexpr const char* headDim = "head_dim";
inline constexpr const char* hiddenSize = "hidden_size";
inline constexpr const char* gram = "gram";         ///< [L, L, H]
inline constexpr const char* froSquared = "fro_sq"; ///< [L, H], optional
inline constexpr const char* layerNumbers =
    "layer_numbers"; ///< [L], optional; which layers of the model the rows are
inline constexpr const char* eigdirsPath = "eigdirs_path"; ///< optional; the tensor file, from the JSON
inline constexpr const char* directions = "eig_dirs";      ///< [L, H, k, d]
inline constexpr const char* eigenvalues = "sym_eigs";     ///< [L, H, 2r]
inline constexpr const char* singularValues = "sing_vals"; ///< [L, H, r], optional
inline constexpr const char* otherGrams = "other_grams";   ///< [L(L-1)/2, N], optional
inline constexpr const char* otherHeads = "other_heads";   ///< [L(L-1)/2, N, 2], optional
inline constexpr const char* norms = "norms";              ///< optional; an object of the three that follow
inline constexpr const char* inputNorm = "input_norm";
inline constexpr const char* queryNorm = "q_norm";
inline constexpr const char* keyNorm = "k_norm";
} // namespace keys

/// How a tensor file is stored.
enum class TensorFormat { Torch, Safetensors };

/// ".pt" or ".safetensors".
[[nodiscard]] const char* extensionOf(TensorFormat format);

/// The usual name of the tensor file of an artifact, beside its JSON: `X-eigdirs.pt` of `X.json`.
///
///     tensorPathOf("runs/m.json", TensorFormat::Torch) // "runs/m-eigdirs.pt"
[[nodiscard]] std::filesystem::path tensorPathOf(const std::filesystem::path& json, TensorFormat format);

/// The JSON whose tensor file would have this name; nullopt when no JSON's would.
[[nodiscard]] std::optional<std::filesystem::path> gramPathOf(const std::filesystem::path& tensors);

} // namespace sextant::artifact
