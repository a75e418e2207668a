// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checkpoint/weight_layout.h"

#include <array>
#include <string_view>

namespace sextant::checkpoint {

/// The table of families; the namespace keeps the short names of its cells from the rest of the room.
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
    unsigned traits = 0;
};

/// Traits.
constexpr unsigned inSomeLayers = 1;   ///< others do without attention
constexpr unsigned ofSeveralSizes = 2; ///< layers may differ in key heads and head_dim
constexpr unsigned gatedQueries = 4;
constexpr unsigned latent = 8; ///< multi-head latent attention, which has names of its own

constexpr auto separate = Packing::Separate;
constexpr auto rows = Packing::StackedRows;
constexpr auto columns = Packing::StackedColumns;
constexpr auto perHead = Packing::InterleavedPerHead;
constexpr auto grouped = Packing::Grouped;
constexpr auto blocks = Packing::Blocks;
constexpr auto matrices = Packing::HeadMatrices;

constexpr std::string_view decoder = "model. - language_model.model. model.language_model. language_model. "
                                     "thinker.model. model.text_model. language.model. llm.model. "
                                     "backbone_model.";
constexpr std::string_view halves = "model. -";
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
constexpr std::string_view projectedQuery = "encoder.layers.{layer}.self_attn.q_proj.weight";
constexpr std::string_view projectedKey = "encoder.layers.{layer}.self_attn.k_proj.weight";
constexpr std::string_view encoderNorm = "encoder.layers.{layer}.layer_norm1.weight";
constexpr std::string_view decoderQuery = "decoder.layers.{layer}.self_attn.q_proj.weight";
constexpr std::string_view decoderKey = "decoder.layers.{layer}.self_attn.k_proj.weight";
constexpr std::string_view selfNorm = "layers.{layer}.self_attn_layer_norm.weight";
constexpr std::string_view blockNorm = "h.{layer}.ln_1.weight";

constexpr std::array families = {
    Family{"llama", decoder, separate, q, k, inputNorm},
    Family{
        "mistral mixtral ministral phimoe starcoder2 olmo granite granitemoe ernie4_5 glm glm4 "
        "gpt_oss seed_oss arcee smollm3 helium qwen2_vl_text qwen2_5_vl_text llama4_text deepseek internlm "
        "minicpm ernie4_5_moe granitemoeshared",
        decoder, separate, q, k, inputNorm},
    Family{"qwen2 qwen2_moe qwen2_vl qwen2_5_vl qwen2_5_omni_text", decoder, separate, q, k, inputNorm},
    Family{"qwen3 qwen3_moe qwen3_vl_text qwen3_vl_moe_text", decoder, separate, q, k, inputNorm, qNorm,
           kNorm},
    Family{"gemma3n_text", decoder, separate, q, k, inputNorm, qNorm, kNorm},
    Family{"gemma4_text gemma4", decoder, separate, q, k, inputNorm, qNorm, kNorm, Gain::Weight,
           ofSeveralSizes},
    Family{"nemotron-nas deci",
           decoder,
           separate,
           q,
           k,
           inputNorm,
           {},
           {},
           Gain::Weight,
           inSomeLayers | ofSeveralSizes},
    Family{"mimo_v2_flash", decoder, separate, q, k, inputNorm, {}, {}, Gain::Weight, ofSeveralSizes},
    // Its norm is of the residual stream itself: nothing lies between the stream and the projections.
    Family{"minimax minimax_text_01 minimax_m1",
           decoder,
           separate,
           q,
           k,
           {},
           {},
           {},
           Gain::Weight,
           inSomeLayers},
    Family{"jamba bamba granitemoehybrid falcon_h1 mllama_text_model",
           decoder,
           separate,
           q,
           k,
           inputNorm,
           {},
           {},
           Gain::Weight,
           inSomeLayers},
    Family{"lfm2 lfm2_moe", decoder, separate, q, k, "layers.{layer}.operator_norm.weight", qLayerNorm,
           kLayerNorm, Gain::Weight, inSomeLayers},
    Family{"qwen3_next qwen3_5_text qwen3_5_moe_text qwen3_5 qwen3_5_moe", decoder, separate, q, k, inputNorm,
           qNorm, kNorm, Gain::OnePlusWeight, inSomeLayers | gatedQueries},
    Family{"nemotron_h",
           "backbone. model. language_model.backbone. -",
           separate,
           "layers.{layer}.mixer.q_proj.weight",
           "layers.{layer}.mixer.k_proj.weight",
           "layers.{layer}.norm.weight",
           {},
           {},
           Gain::Weight,
           inSomeLayers},
    Family{"recurrent_gemma",
           decoder,
           separate,
           "layers.{layer}.temporal_block.q_proj.weight",
           "layers.{layer}.temporal_block.k_proj.weight",
           "layers.{layer}.temporal_pre_norm.weight",
           {},
           {},
           Gain::OnePlusWeight,
           inSomeLayers},
    Family{"zamba",
           decoder,
           separate,
           "layers.{layer}.shared_transf.self_attn.q_proj.weight",
           "layers.{layer}.shared_transf.self_attn.k_proj.weight",
           "layers.{layer}.shared_transf.input_layernorm.weight",
           {},
           {},
           Gain::Weight,
           inSomeLayers},
    Family{"zamba2",
           decoder,
           separate,
           "layers.{layer}.shared_transformer.self_attn.q_proj.weight",
           "layers.{layer}.shared_transformer.self_attn.k_proj.weight",
           "layers.{layer}.shared_transformer.input_layernorm.weight",
           {},
           {},
           Gain::Weight,
           inSomeLayers},
    Family{"deepseek_v2 deepseek_v3 deepseek_v32 kimi_k2 glm4_moe_lite glm_moe_dsa mistral4 minicpm3",
           decoder,
           separate,
           "layers.{layer}.self_attn.q_b_proj.weight",
           "layers.{layer}.self_attn.kv_b_proj.weight",
           inputNorm,
           {},
           {},
           Gain::Weight,
           latent},
    Family{"kimi_linear",
           decoder,
           separate,
           "layers.{layer}.self_attn.q_b_proj.weight",
           "layers.{layer}.self_attn.kv_b_proj.weight",
           inputNorm,
           {},
           {},
           Gain::Weight,
           latent | inSomeLayers},
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
    Family{"bert roberta xlm-roberta camembert electra chinese_clip_text_model clap_text_model",
           "bert. roberta. electra. - text_model.", separate, bertQuery, bertKey},
    Family{"mpnet", "mpnet. -", separate, "encoder.layer.{layer}.attention.attn.q.weight",
           "encoder.layer.{layer}.attention.attn.k.weight"},
    Family{"distilbert", "distilbert. -", separate, "transformer.layer.{layer}.attention.q_lin.weight",
           "transformer.layer.{layer}.attention.k_lin.weight"},
    Family{"deberta-v2", "deberta. -", separate, "encoder.layer.{layer}.attention.self.query_proj.weight",
           "encoder.layer.{layer}.attention.self.key_proj.weight"},
    Family{"phi", decoder, separate, q, k, inputNorm, qLayerNorm, kLayerNorm},
    Family{"gptj", "transformer. -", separate, "h.{layer}.attn.q_proj.weight", "h.{layer}.attn.k_proj.weight",
           blockNorm},
    Family{"gpt_neo exaone", "transformer. -", separate, "h.{layer}.attn.attention.q_proj.weight",
           "h.{layer}.attn.attention.k_proj.weight", blockNorm},
    Family{"opt", "model.decoder. decoder. -", separate, q, k, selfNorm},
    Family{"biogpt", "biogpt. -", separate, q, k, selfNorm},
    Family{"vit deit", "vit. deit. -", separate, vitQuery, vitKey,
           "encoder.layer.{layer}.layernorm_before.weight"},
    Family{"dinov2", "dinov2. -", separate, vitQuery, vitKey, "encoder.layer.{layer}.norm1.weight"},
    Family{"clip_text_model siglip_text_model siglip2_text_model clipseg_text_model owlvit_text_model "
           "owlv2_text_model",
           "text_model. -", separate, projectedQuery, projectedKey, encoderNorm},
    Family{"clip_vision_model siglip_vision_model siglip2_vision_model clipseg_vision_model "
           "owlvit_vision_model owlv2_vision_model chinese_clip_vision_model",
           "vision_model. - vision_tower.vision_model. model.vision_tower.vision_model. vision_tower. "
           "model.vision_tower.",
           separate, projectedQuery, projectedKey, encoderNorm},
    Family{"pixtral", "vision_tower. model.vision_tower. - vision_encoder.", separate,
           "transformer.layers.{layer}.attention.q_proj.weight",
           "transformer.layers.{layer}.attention.k_proj.weight",
           "transformer.layers.{layer}.attention_norm.weight"},
    Family{"llama4_vision_model mllama_vision_model",
           "vision_model.model. model.vision_model.model. vision_model.transformer. "
           "model.vision_model.transformer.",
           separate, q, k, inputNorm},
    Family{"internvl_vision", "vision_tower. model.vision_tower. -", separate,
           "encoder.layer.{layer}.attention.q_proj.weight", "encoder.layer.{layer}.attention.k_proj.weight",
           "encoder.layer.{layer}.layernorm_before.weight", "encoder.layer.{layer}.attention.q_norm.weight",
           "encoder.layer.{layer}.attention.k_norm.weight"},
    Family{"qwen2_5_omni_vision_encoder", "thinker.visual. visual. -", separate,
           "blocks.{layer}.attn.q.weight", "blocks.{layer}.attn.k.weight", "blocks.{layer}.norm1.weight"},
    Family{"qwen2_vl_vision_model qwen2_5_vl_vision_model qwen3_vl_vision_model qwen3_vl_moe_vision_model",
           "visual. model.visual. -",
           rows,
           "blocks.{layer}.attn.qkv.weight",
           {},
           "blocks.{layer}.norm1.weight"},
    Family{"intern_vit_6b",
           "vision_model. -",
           rows,
           "encoder.layers.{layer}.attn.qkv.weight",
           {},
           "encoder.layers.{layer}.norm1.weight",
           "encoder.layers.{layer}.attn.q_norm.weight",
           "encoder.layers.{layer}.attn.k_norm.weight"},
    Family{"wav2vec2 hubert wavlm unispeech unispeech-sat data2vec-audio",
           "wav2vec2. hubert. wavlm. unispeech. unispeech_sat. data2vec_audio. -", separate,
           "encoder.layers.{layer}.attention.q_proj.weight", "encoder.layers.{layer}.attention.k_proj.weight",
           "encoder.layers.{layer}.layer_norm.weight"},
    Family{"qwen2_audio_encoder qwen2_5_omni_audio_encoder",
           "audio_tower. thinker.audio_tower. model.audio_tower. -", separate, q, k, selfNorm},
    Family{"t5_encoder mt5_encoder umt5_encoder switch_transformers_encoder",
           "- transformer. language_model. model.", separate,
           "encoder.block.{layer}.layer.0.SelfAttention.q.weight",
           "encoder.block.{layer}.layer.0.SelfAttention.k.weight",
           "encoder.block.{layer}.layer.0.layer_norm.weight"},
    // Its layers look at their neighbours, or at these and at blocks of the text.
    Family{"longt5_encoder", "- transformer. language_model. model.", separate,
           "encoder.block.{layer}.layer.0.LocalSelfAttention.q.weight",
           "encoder.block.{layer}.layer.0.LocalSelfAttention.k.weight",
           "encoder.block.{layer}.layer.0.layer_norm.weight"},
    Family{"longt5_encoder_1", "- transformer. language_model. model.", separate,
           "encoder.block.{layer}.layer.0.TransientGlobalSelfAttention.q.weight",
           "encoder.block.{layer}.layer.0.TransientGlobalSelfAttention.k.weight",
           "encoder.block.{layer}.layer.0.layer_norm.weight"},
    Family{"t5_decoder mt5_decoder umt5_decoder switch_transformers_decoder longt5_decoder",
           "- transformer. language_model. model.", separate,
           "decoder.block.{layer}.layer.0.SelfAttention.q.weight",
           "decoder.block.{layer}.layer.0.SelfAttention.k.weight",
           "decoder.block.{layer}.layer.0.layer_norm.weight"},
    Family{"whisper_encoder mbart_encoder pegasus_encoder m2m_100_encoder nllb-moe_encoder "
           "blenderbot_encoder speech_to_text_encoder",
           halves, separate, projectedQuery, projectedKey,
           "encoder.layers.{layer}.self_attn_layer_norm.weight"},
    Family{"whisper_decoder mbart_decoder pegasus_decoder m2m_100_decoder nllb-moe_decoder "
           "blenderbot_decoder speech_to_text_decoder",
           halves, separate, decoderQuery, decoderKey, "decoder.layers.{layer}.self_attn_layer_norm.weight"},
    Family{"bart_encoder marian_encoder plbart_encoder blenderbot-small_encoder", halves, separate,
           projectedQuery, projectedKey},
    Family{"bart_decoder marian_decoder plbart_decoder blenderbot-small_decoder trocr speech_to_text_2",
           halves, separate, decoderQuery, decoderKey},
    Family{"timm",
           "- model. visual.trunk.",
           rows,
           "blocks.{layer}.attn.qkv.weight",
           {},
           "blocks.{layer}.norm1.weight",
           "blocks.{layer}.attn.q_norm.weight",
           "blocks.{layer}.attn.k_norm.weight"},
    Family{"openelm",
           "transformer. -",
           rows,
           "layers.{layer}.attn.qkv_proj.weight",
           {},
           "layers.{layer}.attn_norm.weight",
           "layers.{layer}.attn.q_norm.weight",
           "layers.{layer}.attn.k_norm.weight",
           Gain::Weight,
           ofSeveralSizes},
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
    Family{"falcon RefinedWeb RefinedWebModel",
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
    Family{"persimmon fuyu",
           decoder,
           perHead,
           "layers.{layer}.self_attn.query_key_value.weight",
           {},
           inputNorm,
           qLayerNorm,
           kLayerNorm},
    Family{"deberta", "deberta. -", perHead, "encoder.layer.{layer}.attention.self.in_proj.weight", {}},
    Family{"bailing_moe bailing_moe_v2",
           decoder,
           rows,
           "layers.{layer}.attention.query_key_value.weight",
           {},
           inputNorm,
           "layers.{layer}.attention.query_layernorm.weight",
           "layers.{layer}.attention.key_layernorm.weight"},
    Family{"phi3small", decoder, grouped, "layers.{layer}.self_attn.query_key_value.weight", {}, inputNorm},
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
    // The code of the first ChatGLM, of the same model_type.
    Family{"chatglm_1",
           "transformer. -",
           perHead,
           "layers.{layer}.attention.query_key_value.weight",
           {},
           inputNorm},
    Family{"modernbert",
           "model. -",
           rows,
           "layers.{layer}.attn.Wqkv.weight",
           {},
           "layers.{layer}.attn_norm.weight"},
    Family{"new", "new. -", rows, "encoder.layer.{layer}.attention.qkv_proj.weight", {}},
    Family{"nomic_bert", "- bert.", rows, "encoder.layers.{layer}.attn.Wqkv.weight", {}},
    Family{"llama2.c", "-", separate, "layers.{layer}.attention.wq.weight",
           "layers.{layer}.attention.wk.weight", "layers.{layer}.attention_norm.weight"},
    Family{"TransformerLens", "-", matrices, "blocks.{layer}.attn.W_Q", "blocks.{layer}.attn.W_K",
           "blocks.{layer}.ln1.w", "blocks.{layer}.attn.q_norm.w", "blocks.{layer}.attn.k_norm.w"},
    Family{"TransformerLens-grouped", "-", matrices, "blocks.{layer}.attn.W_Q", "blocks.{layer}.attn._W_K",
           "blocks.{layer}.ln1.w", "blocks.{layer}.attn.q_norm.w", "blocks.{layer}.attn.k_norm.w"},
    Family{"TransformerLens-stacked", "-", matrices, "W_Q", "W_K"},
    Family{"hf_olmo molmo",
           "model.transformer. -",
           rows,
           "blocks.{layer}.att_proj.weight",
           {},
           "blocks.{layer}.attn_norm.weight",
           "blocks.{layer}.q_norm.weight",
           "blocks.{layer}.k_norm.weight"},
};

} // namespace family_table

} // namespace sextant::checkpoint
