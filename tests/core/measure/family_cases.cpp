// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/measure/family_folder.h"

#include <array>

namespace sextant::measure {
namespace {

constexpr const char* usual = "num_hidden_layers hidden_size num_attention_heads num_key_value_heads";
constexpr const char* equalHeads = "num_hidden_layers hidden_size num_attention_heads";
constexpr const char* gptKeys = "n_layer n_embd n_head";
constexpr const char* q = "model.layers.{}.self_attn.q_proj.weight";
constexpr const char* k = "model.layers.{}.self_attn.k_proj.weight";

constexpr const char* norm = "model.layers.{}.input_layernorm.weight";
constexpr const char* queryNorm = "model.layers.{}.self_attn.q_norm.weight";
constexpr const char* keyNorm = "model.layers.{}.self_attn.k_norm.weight";
constexpr const char* blockNorm = "transformer.h.{}.ln_1.weight";

constexpr FamilyCase with(FamilyCase family, const char* input, HeadGains headGains = HeadGains::None,
                          const char* query = queryNorm, const char* key = keyNorm) {
    family.norm = input;
    family.headGains = headGains;
    family.queryNorm = query;
    family.keyNorm = key;
    return family;
}

constexpr FamilyCase onePlus(FamilyCase family) {
    family.gainIsOnePlusWeight = true;
    return family;
}

constexpr FamilyCase withoutFirstNorm(FamilyCase family) {
    family.firstLayerHasNorm = false;
    return family;
}

constexpr FamilyCase like(const char* type, int keyHeads = 2) {
    return with({type, type, Cut::Two, q, k, keyHeads == 4 ? equalHeads : usual, keyHeads, "{}"}, norm);
}

constexpr FamilyCase bert(const char* type, const char* query, const char* key) {
    return {type, type, Cut::Two, query, key, equalHeads, 4, "{}"};
}

constexpr std::array cases = {
    like("llama"),
    like("mistral"),
    like("mixtral"),
    like("qwen2"),
    with(like("qwen3"), norm, HeadGains::Alike),
    with(like("qwen3_moe"), norm, HeadGains::Alike),
    onePlus(like("gemma")),
    onePlus(like("gemma2")),
    with(like("phi", 4), norm, HeadGains::Alike, "model.layers.{}.self_attn.q_layernorm.weight",
         "model.layers.{}.self_attn.k_layernorm.weight"),
    like("phimoe"),
    with(like("stablelm"), norm, HeadGains::Tensors, "model.layers.{}.self_attn.q_layernorm.norms.{}.weight",
         "model.layers.{}.self_attn.k_layernorm.norms.{}.weight"),
    like("starcoder2"),
    with(like("olmo"), ""),
    with(like("olmo2"), "", HeadGains::Together),
    with(like("olmo3"), "", HeadGains::Together),
    with(like("olmoe"), norm, HeadGains::Together),
    with(like("cohere"), norm, HeadGains::Matrix),
    like("cohere2"),
    like("granite"),
    like("granitemoe"),
    onePlus(like("nemotron")),
    like("ernie4_5"),
    like("glm"),
    like("glm4"),
    with(like("glm4_moe"), norm, HeadGains::Alike),
    like("gpt_oss"),
    with(like("exaone4"), "", HeadGains::Alike),
    like("smollm3"),
    like("qwen2_vl"),
    with(FamilyCase{"gptj", "gptj", Cut::Two, "transformer.h.{}.attn.q_proj.weight",
                    "transformer.h.{}.attn.k_proj.weight", gptKeys, 4, "{}"},
         blockNorm),
    with(FamilyCase{"gpt_neo", "gpt_neo", Cut::Two, "transformer.h.{}.attn.attention.q_proj.weight",
                    "transformer.h.{}.attn.attention.k_proj.weight", "num_layers hidden_size num_heads", 4,
                    "{}"},
         blockNorm),
    with(FamilyCase{"exaone", "exaone", Cut::Two, "transformer.h.{}.attn.attention.q_proj.weight",
                    "transformer.h.{}.attn.attention.k_proj.weight",
                    "num_layers hidden_size num_attention_heads num_key_value_heads", 2, "{}"},
         blockNorm),
    with(FamilyCase{"opt", "opt", Cut::Two, "model.decoder.layers.{}.self_attn.q_proj.weight",
                    "model.decoder.layers.{}.self_attn.k_proj.weight", equalHeads, 4, "{}"},
         "model.decoder.layers.{}.self_attn_layer_norm.weight"),
    with(FamilyCase{"biogpt", "biogpt", Cut::Two, "biogpt.layers.{}.self_attn.q_proj.weight",
                    "biogpt.layers.{}.self_attn.k_proj.weight", equalHeads, 4, "{}"},
         "biogpt.layers.{}.self_attn_layer_norm.weight"),
    bert("bert", "bert.encoder.layer.{}.attention.self.query.weight",
         "bert.encoder.layer.{}.attention.self.key.weight"),
    bert("roberta", "roberta.encoder.layer.{}.attention.self.query.weight",
         "roberta.encoder.layer.{}.attention.self.key.weight"),
    bert("xlm-roberta", "roberta.encoder.layer.{}.attention.self.query.weight",
         "roberta.encoder.layer.{}.attention.self.key.weight"),
    bert("camembert", "roberta.encoder.layer.{}.attention.self.query.weight",
         "roberta.encoder.layer.{}.attention.self.key.weight"),
    bert("electra", "electra.encoder.layer.{}.attention.self.query.weight",
         "electra.encoder.layer.{}.attention.self.key.weight"),
    bert("deberta-v2", "deberta.encoder.layer.{}.attention.self.query_proj.weight",
         "deberta.encoder.layer.{}.attention.self.key_proj.weight"),
    with(bert("vit", "vit.encoder.layer.{}.attention.attention.query.weight",
              "vit.encoder.layer.{}.attention.attention.key.weight"),
         "vit.encoder.layer.{}.layernorm_before.weight"),
    with(bert("deit", "deit.encoder.layer.{}.attention.attention.query.weight",
              "deit.encoder.layer.{}.attention.attention.key.weight"),
         "deit.encoder.layer.{}.layernorm_before.weight"),
    with(bert("dinov2", "dinov2.encoder.layer.{}.attention.attention.query.weight",
              "dinov2.encoder.layer.{}.attention.attention.key.weight"),
         "dinov2.encoder.layer.{}.norm1.weight"),
    FamilyCase{"distilbert", "distilbert", Cut::Two, "distilbert.transformer.layer.{}.attention.q_lin.weight",
               "distilbert.transformer.layer.{}.attention.k_lin.weight", "n_layers dim n_heads", 4, "{}"},
    with(FamilyCase{"phi3", "phi3", Cut::Parts, "model.layers.{}.self_attn.qkv_proj.weight", "", usual, 2,
                    "{}"},
         norm),
    with(FamilyCase{"phi3_v", "phi3_v", Cut::Parts, "model.layers.{}.self_attn.qkv_proj.weight", "", usual, 2,
                    "{}"},
         norm),
    with(FamilyCase{"baichuan", "baichuan", Cut::Parts, "model.layers.{}.self_attn.W_pack.weight", "",
                    equalHeads, 4, "{}"},
         norm),
    with(FamilyCase{"qwen", "qwen", Cut::Parts, "transformer.h.{}.attn.c_attn.weight", "", equalHeads, 4,
                    R"({"kv_channels":2})"},
         blockNorm),
    with(FamilyCase{"gpt2", "gpt2", Cut::Conv1D, "transformer.h.{}.attn.c_attn.weight", "", gptKeys, 4, "{}"},
         blockNorm),
    with(FamilyCase{"gpt2, linear layers", "gpt2", Cut::Parts,
                    "_orig_mod.transformer.h.{}.attn.c_attn.weight", "", gptKeys, 4, "{}"},
         "_orig_mod.transformer.h.{}.ln_1.weight"),
    with(FamilyCase{"imagegpt", "imagegpt", Cut::Conv1D, "transformer.h.{}.attn.c_attn.weight", "", gptKeys,
                    4, "{}"},
         blockNorm),
    FamilyCase{"openai-gpt", "openai-gpt", Cut::Conv1D, "h.{}.attn.c_attn.weight", "", gptKeys, 4, "{}"},
    with(FamilyCase{"gpt_bigcode, multi-query", "gpt_bigcode", Cut::Parts,
                    "transformer.h.{}.attn.c_attn.weight", "", gptKeys, 1, R"({"multi_query":true})"},
         blockNorm),
    with(FamilyCase{"gpt_bigcode, not multi-query", "gpt_bigcode", Cut::Heads,
                    "transformer.h.{}.attn.c_attn.weight", "", gptKeys, 4, R"({"multi_query":false})"},
         blockNorm),
    with(FamilyCase{"codegen", "codegen", Cut::Quarter, "transformer.h.{}.attn.qkv_proj.weight", "", gptKeys,
                    4, "{}"},
         blockNorm),
    with(FamilyCase{"mpt", "mpt", Cut::Parts, "transformer.blocks.{}.attn.Wqkv.weight", "",
                    "n_layers d_model n_heads", 4, R"({"attn_config":{"attn_type":"multihead_attention"}})"},
         "transformer.blocks.{}.norm_1.weight", HeadGains::Together, "transformer.blocks.{}.attn.q_ln.weight",
         "transformer.blocks.{}.attn.k_ln.weight"),
    with(FamilyCase{"mpt, multi-query", "mpt", Cut::Parts, "transformer.blocks.{}.attn.Wqkv.weight", "",
                    "n_layers d_model n_heads", 1, R"({"attn_config":{"attn_type":"multiquery_attention"}})"},
         "transformer.blocks.{}.norm_1.weight"),
    with(FamilyCase{"dbrx", "dbrx", Cut::Parts, "transformer.blocks.{}.norm_attn_norm.attn.Wqkv.weight", "",
                    "n_layers d_model n_heads", 2, R"({"attn_config":{"kv_n_heads":2}})"},
         "transformer.blocks.{}.norm_attn_norm.norm_1.weight"),
    with(FamilyCase{"bloom", "bloom", Cut::Heads, "transformer.h.{}.self_attention.query_key_value.weight",
                    "", "n_layer n_embed n_head", 4, "{}"},
         "transformer.h.{}.input_layernorm.weight"),
    with(FamilyCase{"falcon, rw", "falcon", Cut::Heads,
                    "transformer.h.{}.self_attention.query_key_value.weight", "", equalHeads, 4,
                    R"({"multi_query":false,"new_decoder_architecture":false})"},
         "transformer.h.{}.input_layernorm.weight"),
    with(FamilyCase{"falcon, 7b", "falcon", Cut::Parts,
                    "transformer.h.{}.self_attention.query_key_value.weight", "", equalHeads, 1,
                    R"({"multi_query":true,"new_decoder_architecture":false,"num_kv_heads":4})"},
         "transformer.h.{}.input_layernorm.weight"),
    with(FamilyCase{"falcon, 40b", "falcon", Cut::Groups,
                    "transformer.h.{}.self_attention.query_key_value.weight", "", equalHeads, 2,
                    R"({"multi_query":true,"new_decoder_architecture":true,"num_kv_heads":2})"},
         "transformer.h.{}.ln_attn.weight"),
    with(FamilyCase{"gpt_neox", "gpt_neox", Cut::Heads, "gpt_neox.layers.{}.attention.query_key_value.weight",
                    "", equalHeads, 4, "{}"},
         "gpt_neox.layers.{}.input_layernorm.weight"),
    with(FamilyCase{"gpt_neox_japanese", "gpt_neox_japanese", Cut::Heads,
                    "gpt_neox_japanese.layers.{}.attention.query_key_value.weight", "", equalHeads, 4, "{}"},
         "gpt_neox_japanese.layers.{}.input_layernorm.weight"),
    with(FamilyCase{"persimmon", "persimmon", Cut::Heads, "model.layers.{}.self_attn.query_key_value.weight",
                    "", equalHeads, 4, "{}"},
         norm, HeadGains::Alike, "model.layers.{}.self_attn.q_layernorm.weight",
         "model.layers.{}.self_attn.k_layernorm.weight"),
    FamilyCase{"deberta", "deberta", Cut::Heads, "deberta.encoder.layer.{}.attention.self.in_proj.weight", "",
               equalHeads, 4, "{}"},
    with(FamilyCase{"internlm2", "internlm2", Cut::Groups, "model.layers.{}.attention.wqkv.weight", "", usual,
                    2, "{}"},
         "model.layers.{}.attention_norm.weight"),
    with(FamilyCase{"chatglm", "chatglm", Cut::Parts,
                    "transformer.encoder.layers.{}.self_attention.query_key_value.weight", "",
                    "num_layers hidden_size num_attention_heads", 2,
                    R"({"multi_query_attention":true,"multi_query_group_num":2,"kv_channels":2})"},
         "transformer.encoder.layers.{}.input_layernorm.weight"),
    withoutFirstNorm(with(FamilyCase{"modernbert", "modernbert", Cut::Parts,
                                     "model.layers.{}.attn.Wqkv.weight", "", equalHeads, 4, "{}"},
                          "model.layers.{}.attn_norm.weight")),
    FamilyCase{"nomic_bert", "nomic_bert", Cut::Parts, "encoder.layers.{}.attn.Wqkv.weight", "", gptKeys, 4,
               "{}"},
    with(FamilyCase{"hf_olmo", "hf_olmo", Cut::Parts, "model.transformer.blocks.{}.att_proj.weight", "",
                    "n_layers d_model n_heads", 4, "{}"},
         "model.transformer.blocks.{}.attn_norm.weight", HeadGains::Together,
         "model.transformer.blocks.{}.q_norm.weight", "model.transformer.blocks.{}.k_norm.weight"),
    with(FamilyCase{"llava", "llama", Cut::Two, "language_model.model.layers.{}.self_attn.q_proj.weight",
                    "language_model.model.layers.{}.self_attn.k_proj.weight", "text_config", 2, "{}"},
         "language_model.model.layers.{}.input_layernorm.weight"),
    with(FamilyCase{"qwen2_5_vl", "qwen2_5_vl_text", Cut::Two,
                    "model.language_model.layers.{}.self_attn.q_proj.weight",
                    "model.language_model.layers.{}.self_attn.k_proj.weight", "text_config", 2, "{}"},
         "model.language_model.layers.{}.input_layernorm.weight"),
    with(FamilyCase{"qwen2_5_omni", "qwen2_5_omni_text", Cut::Two,
                    "thinker.model.layers.{}.self_attn.q_proj.weight",
                    "thinker.model.layers.{}.self_attn.k_proj.weight", "thinker_config", 2, "{}"},
         "thinker.model.layers.{}.input_layernorm.weight"),
    with(FamilyCase{"internvl_chat", "internlm2", Cut::Groups,
                    "language_model.model.layers.{}.attention.wqkv.weight", "", "llm_config", 2, "{}"},
         "language_model.model.layers.{}.attention_norm.weight"),
    with(FamilyCase{"deepseek_vl", "llama", Cut::Two,
                    "language_model.model.layers.{}.self_attn.q_proj.weight",
                    "language_model.model.layers.{}.self_attn.k_proj.weight", "language_config", 2, "{}"},
         "language_model.model.layers.{}.input_layernorm.weight"),
};

} // namespace

std::span<const FamilyCase> familyCases() {
    return cases;
}

} // namespace sextant::measure
