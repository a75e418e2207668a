// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/weight_layout.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace sextant::checkpoint {
namespace {

constexpr std::string_view placeholder = "{layer}";

WeightLayout llamaLike(std::string_view name, std::vector<std::string_view> modelTypes) {
    return {.name = name,
            .modelTypes = std::move(modelTypes),
            .prefixes = {"model.", "", "language_model.model.", "model.language_model.", "language_model."},
            .query = "layers.{layer}.self_attn.q_proj.weight",
            .key = "layers.{layer}.self_attn.k_proj.weight",
            .inputNorm = "layers.{layer}.input_layernorm.weight",
            .biases = {"layers.{layer}.self_attn.q_proj.bias", "layers.{layer}.self_attn.k_proj.bias"}};
}

WeightLayout withHeadNorms(WeightLayout layout) {
    layout.queryNorm = "layers.{layer}.self_attn.q_norm.weight";
    layout.keyNorm = "layers.{layer}.self_attn.k_norm.weight";
    return layout;
}

WeightLayout gemmaLike(std::string_view name, std::vector<std::string_view> modelTypes) {
    WeightLayout layout = llamaLike(name, std::move(modelTypes));
    layout.gain = Gain::OnePlusWeight;
    layout.defaultHeadDim = 256;
    return layout;
}

WeightLayout qwen3() {
    WeightLayout layout = withHeadNorms(llamaLike("qwen3", {"qwen3", "qwen3_moe"}));
    layout.defaultHeadDim = 128;
    return layout;
}

WeightLayout gemma3() {
    WeightLayout layout = withHeadNorms(gemmaLike("gemma3", {"gemma3_text", "gemma3"}));
    layout.defaultHeads = 8; // the configs of the models with images leave these three out
    layout.defaultKeyHeads = 4;
    return layout;
}

WeightLayout phi3() {
    WeightLayout layout = llamaLike("phi3", {"phi3"});
    layout.packing = Packing::StackedRows;
    layout.query = layout.key = "layers.{layer}.self_attn.qkv_proj.weight";
    layout.biases = {"layers.{layer}.self_attn.qkv_proj.bias"};
    return layout;
}

std::vector<WeightLayout> makeLayouts() {
    return {
        llamaLike("llama", {"llama"}),
        llamaLike("mistral", {"mistral", "mixtral"}),
        llamaLike("qwen2", {"qwen2", "qwen2_moe"}),
        qwen3(),
        gemmaLike("gemma", {"gemma"}),
        gemmaLike("gemma2", {"gemma2"}),
        gemma3(),
        phi3(),
        {.name = "gpt2",
         .modelTypes = {"gpt2"},
         .prefixes = {"transformer.", ""},
         .packing = Packing::StackedColumns,
         .query = "h.{layer}.attn.c_attn.weight",
         .key = "h.{layer}.attn.c_attn.weight",
         .inputNorm = "h.{layer}.ln_1.weight",
         .inputNormBias = "h.{layer}.ln_1.bias",
         .biases = {"h.{layer}.attn.c_attn.bias"}},
        {.name = "gpt_neox",
         .modelTypes = {"gpt_neox"},
         .prefixes = {"gpt_neox.", ""},
         .packing = Packing::InterleavedPerHead,
         .query = "layers.{layer}.attention.query_key_value.weight",
         .key = "layers.{layer}.attention.query_key_value.weight",
         .inputNorm = "layers.{layer}.input_layernorm.weight",
         .inputNormBias = "layers.{layer}.input_layernorm.bias",
         .biases = {"layers.{layer}.attention.query_key_value.bias"}},
        {.name = "opt",
         .modelTypes = {"opt"},
         .prefixes = {"model.decoder.", "decoder.", ""},
         .query = "layers.{layer}.self_attn.q_proj.weight",
         .key = "layers.{layer}.self_attn.k_proj.weight",
         .inputNorm = "layers.{layer}.self_attn_layer_norm.weight",
         .inputNormBias = "layers.{layer}.self_attn_layer_norm.bias",
         .biases = {"layers.{layer}.self_attn.q_proj.bias", "layers.{layer}.self_attn.k_proj.bias"}},
        // BERT normalises after the attention: nothing lies between the residual stream and the projections.
        {.name = "bert",
         .modelTypes = {"bert"},
         .prefixes = {"bert.", ""},
         .query = "encoder.layer.{layer}.attention.self.query.weight",
         .key = "encoder.layer.{layer}.attention.self.key.weight",
         .biases = {"encoder.layer.{layer}.attention.self.query.bias",
                    "encoder.layer.{layer}.attention.self.key.bias"}},
    };
}

} // namespace

std::span<const WeightLayout> knownLayouts() {
    static const std::vector<WeightLayout> layouts = makeLayouts();
    return layouts;
}

const WeightLayout* layoutOf(std::string_view modelType) {
    for (const WeightLayout& layout : knownLayouts()) {
        if (std::find(layout.modelTypes.begin(), layout.modelTypes.end(), modelType) !=
            layout.modelTypes.end()) {
            return &layout;
        }
    }
    return nullptr;
}

WeightLayout layoutFromPatterns(const std::string& query, const std::string& key) {
    return {.name = {},
            .modelTypes = {},
            .prefixes = {""},
            .packing = query == key ? Packing::StackedRows : Packing::Separate,
            .query = query,
            .key = key};
}

std::string tensorName(std::string_view prefix, const std::string& pattern, int layer) {
    std::string name = std::string(prefix) + pattern;
    if (const std::size_t at = name.find(placeholder); at != std::string::npos) {
        name.replace(at, placeholder.size(), std::to_string(layer));
    }
    return name;
}

} // namespace sextant::checkpoint
