// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/weight_layout.h"

#include <algorithm>
#include <array>

namespace sextant::checkpoint {
namespace {

/// Short names for the table's cells; a namespace keeps them from the rest of the room.
namespace family_table {

/// One family, its lists separated by spaces; "-" stands for no prefix. The first type names the layout.
/// The names and packings are those of the families' public modelling code.
struct Family {
    std::string_view types;
    std::string_view prefixes;
    Packing packing;
    std::string_view query;
    std::string_view key; ///< empty when the query's tensor holds it too
    std::string_view norms = {};
    std::string_view queryNorm = {};
    std::string_view keyNorm = {};
    Gain gain = Gain::Weight;
};

constexpr auto separate = Packing::Separate;
constexpr auto rows = Packing::StackedRows;
constexpr auto columns = Packing::StackedColumns;
constexpr auto perHead = Packing::InterleavedPerHead;
constexpr auto grouped = Packing::Grouped;
constexpr auto blocks = Packing::Blocks;

constexpr std::string_view decoder =
    "model. - language_model.model. model.language_model. language_model. thinker.model.";
constexpr std::string_view q = "layers.{layer}.self_attn.q_proj.weight";
constexpr std::string_view k = "layers.{layer}.self_attn.k_proj.weight";
constexpr std::string_view inputNorm = "layers.{layer}.input_layernorm.weight";
constexpr std::string_view qNorm = "layers.{layer}.self_attn.q_norm.weight";
constexpr std::string_view kNorm = "layers.{layer}.self_attn.k_norm.weight";
constexpr std::string_view qLayerNorm = "layers.{layer}.self_attn.q_layernorm.weight";
constexpr std::string_view kLayerNorm = "layers.{layer}.self_attn.k_layernorm.weight";
constexpr std::string_view bertQuery = "encoder.layer.{layer}.attention.self.query.weight";
constexpr std::string_view bertKey = "encoder.layer.{layer}.attention.self.key.weight";
constexpr std::string_view vitQuery = "encoder.layer.{layer}.attention.attention.query.weight";
constexpr std::string_view vitKey = "encoder.layer.{layer}.attention.attention.key.weight";
constexpr std::string_view blockNorm = "h.{layer}.ln_1.weight";

constexpr std::array families = {
    Family{"llama", decoder, separate, q, k, inputNorm},
    Family{"mistral mixtral ministral phimoe starcoder2 olmo granite granitemoe ernie4_5 glm glm4 "
           "gpt_oss seed_oss arcee smollm3 helium qwen2_vl_text qwen2_5_vl_text llama4_text",
           decoder, separate, q, k, inputNorm},
    Family{"qwen2 qwen2_moe qwen2_vl qwen2_5_vl qwen2_5_omni_text", decoder, separate, q, k, inputNorm},
    Family{"qwen3 qwen3_moe qwen3_vl_text qwen3_vl_moe_text", decoder, separate, q, k, inputNorm, qNorm,
           kNorm},
    Family{"glm4_moe cohere cohere2 olmoe", decoder, separate, q, k, inputNorm, qNorm, kNorm},
    Family{"gemma", decoder, separate, q, k, inputNorm, {}, {}, Gain::OnePlusWeight},
    Family{"gemma2", decoder, separate, q, k, inputNorm, {}, {}, Gain::OnePlusWeight},
    Family{"gemma3 gemma3_text", decoder, separate, q, k, inputNorm, qNorm, kNorm, Gain::OnePlusWeight},
    Family{"nemotron", decoder, separate, q, k, inputNorm, {}, {}, Gain::OnePlusWeight},
    Family{"stablelm", decoder, separate, q, k, inputNorm,
           "layers.{layer}.self_attn.q_layernorm.norms.{head}.weight",
           "layers.{layer}.self_attn.k_layernorm.norms.{head}.weight"},
    // These normalise after the attention: nothing lies between the residual stream and the projections.
    Family{"olmo2 olmo3 exaone4", decoder, separate, q, k, {}, qNorm, kNorm},
    Family{"bert roberta xlm-roberta camembert electra", "bert. roberta. electra. -", separate, bertQuery,
           bertKey},
    Family{"distilbert", "distilbert. -", separate, "transformer.layer.{layer}.attention.q_lin.weight",
           "transformer.layer.{layer}.attention.k_lin.weight"},
    Family{"deberta-v2", "deberta. -", separate, "encoder.layer.{layer}.attention.self.query_proj.weight",
           "encoder.layer.{layer}.attention.self.key_proj.weight"},
    Family{"phi", decoder, separate, q, k, inputNorm, qLayerNorm, kLayerNorm},
    Family{"gptj", "transformer. -", separate, "h.{layer}.attn.q_proj.weight", "h.{layer}.attn.k_proj.weight",
           blockNorm},
    Family{"gpt_neo exaone", "transformer. -", separate, "h.{layer}.attn.attention.q_proj.weight",
           "h.{layer}.attn.attention.k_proj.weight", blockNorm},
    Family{"opt", "model.decoder. decoder. -", separate, q, k, "layers.{layer}.self_attn_layer_norm.weight"},
    Family{"biogpt", "biogpt. -", separate, q, k, "layers.{layer}.self_attn_layer_norm.weight"},
    Family{"vit deit", "vit. deit. -", separate, vitQuery, vitKey,
           "encoder.layer.{layer}.layernorm_before.weight"},
    Family{"dinov2", "dinov2. -", separate, vitQuery, vitKey, "encoder.layer.{layer}.norm1.weight"},
    Family{"clip_text_model siglip_text_model", "text_model. -", separate,
           "encoder.layers.{layer}.self_attn.q_proj.weight", "encoder.layers.{layer}.self_attn.k_proj.weight",
           "encoder.layers.{layer}.layer_norm1.weight"},
    Family{"clip_vision_model siglip_vision_model", "vision_model. -", separate,
           "encoder.layers.{layer}.self_attn.q_proj.weight", "encoder.layers.{layer}.self_attn.k_proj.weight",
           "encoder.layers.{layer}.layer_norm1.weight"},
    Family{"phi3 phi3_v", decoder, rows, "layers.{layer}.self_attn.qkv_proj.weight", {}, inputNorm},
    Family{"baichuan", decoder, rows, "layers.{layer}.self_attn.W_pack.weight", {}, inputNorm},
    Family{"gpt2", "transformer. -", columns, "h.{layer}.attn.c_attn.weight", {}, blockNorm},
    Family{"imagegpt", "transformer. -", columns, "h.{layer}.attn.c_attn.weight", {}, blockNorm},
    Family{"openai-gpt", "transformer. -", columns, "h.{layer}.attn.c_attn.weight", {}},
    Family{"qwen", "transformer. -", rows, "h.{layer}.attn.c_attn.weight", {}, blockNorm},
    Family{"gpt_bigcode", "transformer. -", rows, "h.{layer}.attn.c_attn.weight", {}, blockNorm},
    Family{"codegen", "transformer. -", blocks, "h.{layer}.attn.qkv_proj.weight", {}, blockNorm},
    Family{"mpt",
           "transformer. -",
           rows,
           "blocks.{layer}.attn.Wqkv.weight",
           {},
           "blocks.{layer}.norm_1.weight",
           "blocks.{layer}.attn.q_ln.weight",
           "blocks.{layer}.attn.k_ln.weight"},
    Family{"dbrx",
           "transformer. -",
           rows,
           "blocks.{layer}.norm_attn_norm.attn.Wqkv.weight",
           {},
           "blocks.{layer}.norm_attn_norm.norm_1.weight"},
    Family{"bloom",
           "transformer. -",
           perHead,
           "h.{layer}.self_attention.query_key_value.weight",
           {},
           "h.{layer}.input_layernorm.weight"},
    Family{"falcon",
           "transformer. -",
           rows,
           "h.{layer}.self_attention.query_key_value.weight",
           {},
           "h.{layer}.ln_attn.weight h.{layer}.input_layernorm.weight"},
    Family{
        "gpt_neox", "gpt_neox. -", perHead, "layers.{layer}.attention.query_key_value.weight", {}, inputNorm},
    Family{"gpt_neox_japanese",
           "gpt_neox_japanese. -",
           perHead,
           "layers.{layer}.attention.query_key_value.weight",
           {},
           inputNorm},
    Family{"persimmon",
           decoder,
           perHead,
           "layers.{layer}.self_attn.query_key_value.weight",
           {},
           inputNorm,
           qLayerNorm,
           kLayerNorm},
    Family{"deberta", "deberta. -", perHead, "encoder.layer.{layer}.attention.self.in_proj.weight", {}},
    Family{"internlm2",
           decoder,
           grouped,
           "layers.{layer}.attention.wqkv.weight",
           {},
           "layers.{layer}.attention_norm.weight"},
    Family{"chatglm",
           "transformer.encoder. encoder. -",
           rows,
           "layers.{layer}.self_attention.query_key_value.weight",
           {},
           inputNorm},
    Family{"modernbert",
           "model. -",
           rows,
           "layers.{layer}.attn.Wqkv.weight",
           {},
           "layers.{layer}.attn_norm.weight"},
    Family{"nomic_bert", "- bert.", rows, "encoder.layers.{layer}.attn.Wqkv.weight", {}},
    Family{"hf_olmo",
           "model.transformer. -",
           rows,
           "blocks.{layer}.att_proj.weight",
           {},
           "blocks.{layer}.attn_norm.weight",
           "blocks.{layer}.q_norm.weight",
           "blocks.{layer}.k_norm.weight"},
};

} // namespace family_table

std::vector<std::string_view> words(std::string_view text) {
    std::vector<std::string_view> found;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(' '), text.size());
        found.push_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return found;
}

WeightLayout familyLayout(const family_table::Family& family) {
    WeightLayout layout;
    layout.modelTypes = words(family.types);
    layout.name = layout.modelTypes.front();
    for (const std::string_view prefix : words(family.prefixes)) {
        layout.prefixes.emplace_back(prefix == "-" ? "" : prefix);
    }
    layout.packing = family.packing;
    layout.query = family.query;
    layout.key = family.key.empty() ? family.query : family.key;
    for (const std::string_view norm : words(family.norms)) {
        layout.inputNorms.emplace_back(norm);
    }
    layout.queryNorm = family.queryNorm;
    layout.keyNorm = family.keyNorm;
    layout.gain = family.gain;
    layout.biases = {biasOf(layout.query)};
    if (layout.key != layout.query) {
        layout.biases.push_back(biasOf(layout.key));
    }
    return layout;
}

/// What is true of single families only.
void addPeculiarities(WeightLayout& layout) {
    if (layout.name.starts_with("gemma")) {
        layout.defaultHeadDim = 256;
    }
    if (layout.name == "qwen3") {
        layout.defaultHeadDim = 128;
    }
    if (layout.name == "gemma3") {
        layout.defaultHeads = 8; // the configs of the models with images leave these three out
        layout.defaultKeyHeads = 4;
    }
    if (layout.name == "deberta") {
        layout.biases = {"encoder.layer.{layer}.attention.self.q_bias"};
    }
    layout.firstLayerHasNorm = layout.name != "modernbert";
}

std::vector<WeightLayout> makeLayouts() {
    std::vector<WeightLayout> layouts;
    for (const family_table::Family& family : family_table::families) {
        layouts.push_back(familyLayout(family));
        addPeculiarities(layouts.back());
    }
    return layouts;
}

} // namespace

std::span<const WeightLayout> knownLayouts() {
    static const std::vector<WeightLayout> layouts = makeLayouts();
    return layouts;
}

} // namespace sextant::checkpoint
