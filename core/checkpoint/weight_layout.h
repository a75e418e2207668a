// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checkpoint/packing.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sextant::checkpoint {

/// What a normalisation multiplies by: its weight, or one plus its weight.
enum class Gain { Weight, OnePlusWeight };

/// The factors of multi-head latent attention next to the residual stream, and the gains between them and
/// `query` and `key`. The rows of `key` begin with a rank; those after it are keys that all heads share.
struct LowRankNames {
    std::string query;
    std::string queryNorm;
    std::string key;
    std::string keyNorm;
    std::string wholeQuery; ///< W_Q of a model whose queries have no such factor
    std::string wholeKey;   ///< W_K of a model that has none of these factors
};

/// Where a family of models keeps W_Q and W_K. The names are those of the tensors without their prefix;
/// `{layer}` stands for the layer's number. An empty name means that the family has no such tensor.
///
///     if (const WeightLayout* layout = layoutOf("qwen3")) {
///         const std::string first = tensorName(layout->prefixes.front(), layout->query, 0);
///     }
struct WeightLayout {
    std::string_view name;                    ///< empty when the user named the tensors
    std::vector<std::string_view> modelTypes; ///< `model_type` values of config.json
    std::vector<std::string> prefixes;        ///< tried in this order, before any other prefix
    Packing packing = Packing::Separate;
    std::string query;                        ///< W_Q, or the tensor that holds it
    std::string key;                          ///< W_K; the same as `query` when they share one
    std::vector<std::string> inputNorms = {}; ///< gains between the residual stream and the projections; one
                                              ///< of these names is in use
    /// Gains [head_dim] on the queries of every head, or [heads * head_dim]; a name with `{head}` is that of
    /// the gains of one.
    std::string queryNorm = {};
    std::string keyNorm = {}; ///< the same on the keys
    Gain gain = Gain::Weight;
    std::vector<std::string> biases = {}; ///< added to the projections; not part of the operator
    std::optional<int> defaultHeads = {}; ///< used when config.json leaves it out
    std::optional<int> defaultKeyHeads = {};
    std::optional<int> defaultHeadDim = {};
    bool firstLayerHasNorm = true; ///< false where the embedding's norm serves layer 0
    bool isInSomeLayers = false;   ///< others do without attention
    bool variesInSize = false;     ///< layers may differ in their number of key heads and in head_dim
    bool hasGatedQueries = false;  ///< each head's query rows are followed by as many of a gate
    LowRankNames lowRank = {};     ///< multi-head latent attention; else empty
    bool normsAreKnown = true;     ///< false when only the names of W_Q and W_K are known
};

/// Every layout the program knows; core/checkpoint/family_table.h is the one place to add another.
[[nodiscard]] std::span<const WeightLayout> knownLayouts();

/// The layout of a `model_type`, or nullptr.
[[nodiscard]] const WeightLayout* layoutOf(std::string_view modelType);

/// A layout for tensors named by the user, each containing `{layer}`. What `known`, the layout of the model's
/// type, says of norms and biases holds where the names lead to the same layers; it may be null. The packing
/// is Separate; it is for the caller to choose one when both names are equal.
[[nodiscard]] WeightLayout layoutFromPatterns(const std::string& query, const std::string& key,
                                              const WeightLayout* known);

/// `pattern` with `{layer}` replaced, and `{head}` by `head`.
[[nodiscard]] std::string tensorName(std::string_view prefix, const std::string& pattern, int layer,
                                     int head = 0);

/// The name of the bias that goes with a weight, "x.bias" for "x.weight"; empty for other names.
[[nodiscard]] std::string biasOf(const std::string& weight);

} // namespace sextant::checkpoint
