// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/saved_config.h"

#include "core/checkpoint/attention_names.h"
#include "core/checkpoint/weight_layout.h"

#include <array>
#include <initializer_list>
#include <optional>
#include <string_view>

#include <nlohmann/json.hpp>

namespace sextant::checkpoint {
namespace {

using SavedSizes = nlohmann::json;

/// Where scripts keep the arguments of the model they train.
constexpr std::array<std::string_view, 6> argumentGroups = {"model_args.", "hyper_parameters.", "hparams.",
                                                            "args.",       "model_config.",     "config."};

const std::vector<std::int64_t>* shapeOf(const Checkpoint& checkpoint, const std::string& name) {
    const CheckpointTensor* tensor = checkpoint.find(name);
    return tensor != nullptr && tensor->unusable.empty() ? &tensor->view.shape : nullptr;
}

/// Its matrices of a layer are [heads, hidden, head_dim]; saved by themselves they may be stacked,
/// [layers, heads, hidden, head_dim].
std::optional<SavedSizes> sizesOfLens(const Checkpoint& checkpoint) {
    for (const WeightLayout& layout : knownLayouts()) {
        const bool isOfLens = layout.packing == Packing::HeadMatrices;
        const std::vector<std::string> prefixes =
            isOfLens ? prefixesOf(checkpoint, layout.query) : std::vector<std::string>();
        if (prefixes.size() != 1) {
            continue;
        }
        const auto* query = shapeOf(checkpoint, tensorName(prefixes.front(), layout.query, 0));
        const auto* key = shapeOf(checkpoint, tensorName(prefixes.front(), layout.key, 0));
        const bool isStacked = layout.query.find('{') == std::string::npos;
        const std::size_t first = isStacked ? 1 : 0; // of the dimensions of one layer
        if (query == nullptr || key == nullptr || query->size() != first + 3 ||
            key->size() != query->size()) {
            continue;
        }
        std::int64_t layers = isStacked ? query->front() : 0;
        while (!isStacked && checkpoint.find(tensorName(prefixes.front(), layout.query,
                                                        static_cast<int>(layers))) != nullptr) {
            ++layers;
        }
        return SavedSizes{{"model_type", layout.name},
                          {"num_hidden_layers", layers},
                          {"num_attention_heads", (*query)[first]},
                          {"num_key_value_heads", (*key)[first]},
                          {"hidden_size", (*query)[first + 1]},
                          {"head_dim", (*query)[first + 2]}};
    }
    return std::nullopt;
}

bool hasAll(const SavedSizes& sizes, std::initializer_list<const char*> keys) {
    for (const char* key : keys) {
        if (!sizes.contains(key)) {
            return false;
        }
    }
    return true;
}

} // namespace

std::vector<std::string> savedConfigs(const Checkpoint& checkpoint) {
    std::vector<std::string> texts;
    if (const std::optional<SavedSizes> sizes = sizesOfLens(checkpoint)) {
        texts.push_back(sizes->dump());
    }
    for (const std::string_view group : argumentGroups) {
        SavedSizes sizes = SavedSizes::object();
        for (const auto& [name, value] : checkpoint.integers()) {
            if (name.starts_with(group)) {
                sizes[name.substr(group.size())] = value;
            }
        }
        if (hasAll(sizes, {"n_layer", "n_head", "n_embd", "block_size"})) {
            sizes["model_type"] = "gpt2"; // the names of nanoGPT are its own
        } else if (hasAll(sizes, {"dim", "n_layers", "n_heads", "max_seq_len"})) {
            sizes["model_type"] = "llama2.c";
        }
        if (!sizes.empty()) {
            texts.push_back(sizes.dump(-1, ' ', false, SavedSizes::error_handler_t::replace));
        }
    }
    return texts;
}

} // namespace sextant::checkpoint
