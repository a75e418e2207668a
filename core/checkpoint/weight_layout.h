// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sextant::checkpoint {

/// How the projections of one layer are stored in their tensors. A separate one is [out, in]: one row per
/// output, head_dim consecutive rows per head.
enum class Packing {
    Separate,           ///< one tensor for queries, one for keys
    StackedRows,        ///< one tensor: all query rows, then all key rows, then values
    StackedColumns,     ///< the same, transposed: [in, out], queries, keys, values side by side
    InterleavedPerHead, ///< one tensor: for each head its query rows, key rows, value rows
};

/// What a normalisation multiplies by: its weight, or one plus its weight.
enum class Gain { Weight, OnePlusWeight };

/// Where a family of models keeps W_Q and W_K. The names are those of the tensors without their prefix;
/// `{layer}` stands for the layer's number. An empty name means that the family has no such tensor.
///
///     if (const WeightLayout* layout = layoutOf("qwen3")) {
///         const std::string first = tensorName(layout->prefixes.front(), layout->query, 0);
///     }
struct WeightLayout {
    std::string_view name;                    ///< empty when the user named the tensors
    std::vector<std::string_view> modelTypes; ///< `model_type` values of config.json
    std::vector<std::string_view> prefixes;   ///< tried in this order
    Packing packing = Packing::Separate;
    std::string query;          ///< W_Q, or the tensor that holds it
    std::string key;            ///< W_K; the same as `query` when they share one
    std::string inputNorm = {}; ///< gains between the residual stream and the projections
    std::string inputNormBias = {};
    std::string queryNorm = {}; ///< gains [head_dim] on the queries of every head
    std::string keyNorm = {};   ///< gains [head_dim] on the keys
    Gain gain = Gain::Weight;
    std::vector<std::string> biases = {}; ///< added to the projections; not part of the operator
    std::optional<int> defaultHeads = {}; ///< used when config.json leaves it out
    std::optional<int> defaultKeyHeads = {};
    std::optional<int> defaultHeadDim = {};
};

/// Every layout the program knows: the one place to add another.
[[nodiscard]] std::span<const WeightLayout> knownLayouts();

/// The layout of a `model_type`, or nullptr.
[[nodiscard]] const WeightLayout* layoutOf(std::string_view modelType);

/// A layout for tensors named by the user, each containing `{layer}`; the same name twice means stacked rows.
[[nodiscard]] WeightLayout layoutFromPatterns(const std::string& query, const std::string& key);

/// `pattern` with `{layer}` replaced.
[[nodiscard]] std::string tensorName(std::string_view prefix, const std::string& pattern, int layer);

} // namespace sextant::checkpoint
