// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sextant::checkpoint {

/// How the projections of one layer lie in their tensors. A plain one is [out, in]: a row an output, heads of
/// head_dim consecutive rows.
enum class Packing {
    Separate,           ///< one tensor for queries, one for keys
    StackedRows,        ///< one tensor: all query rows, then all key rows, then values
    StackedColumns,     ///< the same, transposed: [in, out], queries, keys, values side by side
    InterleavedPerHead, ///< one tensor: for each head its query rows, key rows, value rows
};

/// What the gain of a normalisation multiplies by.
enum class Gain { Weight, OnePlusWeight };

/// Where a family of models keeps W_Q and W_K. Names are those of the tensors after one of the prefixes,
/// `{layer}` stands for the number; an empty name means that the family has no such tensor.
struct WeightLayout {
    std::string_view name;                    ///< empty where the user named the tensors
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
    std::vector<std::string> biases = {}; ///< what is added and not part of the operator
    std::optional<int> defaultHeads = {}; ///< where the family's config.json may leave them out
    std::optional<int> defaultKeyHeads = {};
    std::optional<int> defaultHeadDim = {};
};

/// Every layout the program knows: the one place to add another.
std::span<const WeightLayout> knownLayouts();

/// The layout of a `model_type`, or nullptr.
const WeightLayout* layoutOf(std::string_view modelType);

/// A layout for tensors named by the user, each containing `{layer}`; the same name twice means stacked rows.
WeightLayout layoutFromPatterns(const std::string& query, const std::string& key);

/// `pattern` with `{layer}` replaced.
std::string tensorName(std::string_view prefix, const std::string& pattern, int layer);

} // namespace sextant::checkpoint
