# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure the shapes of public models: a configuration with their keys and sizes, and sparse files of the full size.

  check_real_configs.py PROGRAM

Each file holds zeros but for one number in the first query row and the first key row of head 0 in the first and in the last layer, so
that the gram of the two layers is known: a row, a column or an offset read from another place gives zero. Each configuration has
the keys and sizes of the public model named, written down by hand and not copied from its repository; the rest is left out.
"""
import json
import pathlib
import struct
import subprocess
import sys
import tempfile

SIZES = {"BF16": 2, "F8_E4M3": 1, "F32": 4}
# 1 and 2 in each element type.
NUMBERS = {"BF16": (b"\x80\x3f", b"\x00\x40"), "F8_E4M3": (b"\x38", b"\x40"), "F32": (struct.pack("<f", 1), struct.pack("<f", 2))}


class Weights:
    """Tensors by name: element type, shape, and the few elements that are not zero, {flat index: 1 or 2}."""

    def __init__(self):
        self.tensors = {}

    def add(self, name, shape, elements=None, kind="BF16"):
        self.tensors[name] = (kind, shape, elements or {})

    def write(self, path, names):
        header, offset, numbers = {}, 0, []
        for name in names:
            kind, shape, elements = self.tensors[name]
            size = SIZES[kind]
            for length in shape:
                size *= length
            header[name] = {"dtype": kind, "shape": list(shape), "data_offsets": [offset, offset + size]}
            numbers += [(offset + at * SIZES[kind], NUMBERS[kind][number - 1]) for at, number in elements.items()]
            offset += size
        text = json.dumps(header).encode()
        with open(path, "wb") as file:
            file.write(struct.pack("<Q", len(text)) + text)
            for at, number in numbers:
                file.seek(8 + len(text) + at)
                file.write(number)
            file.truncate(8 + len(text) + offset)

    def save(self, folder, shards):
        names = list(self.tensors)
        if shards == 1:
            self.write(folder / "model.safetensors", names)
            return
        index = {}
        for shard in range(shards):
            file = f"model-{shard + 1:05}-of-{shards:05}.safetensors"
            part = names[shard * len(names) // shards:(shard + 1) * len(names) // shards]
            self.write(folder / file, part)
            index.update({name: file for name in part})
        (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": index}))


def separate(prefix, query="self_attn.q_proj", key="self_attn.k_proj", gated=False):
    """Rows of W_Q and W_K in tensors of their own."""
    def add(weights, layer, marked, heads, key_heads, head_dim, hidden):
        stem = prefix.format(layer)
        weights.add(f"{stem}.{query}.weight", (heads * head_dim * (2 if gated else 1), hidden), {0: 1} if marked else {})
        weights.add(f"{stem}.{key}.weight", (key_heads * head_dim, hidden), {0: 2} if marked else {})
    return add


def rows(name):
    """All queries, then all keys, then all values."""
    def add(weights, layer, marked, heads, key_heads, head_dim, hidden):
        first_key = heads * head_dim * hidden
        weights.add(name.format(layer), ((heads + 2 * key_heads) * head_dim, hidden), {0: 1, first_key: 2} if marked else {})
    return add


def grouped(name):
    """For each key head its queries, its key and its value; of one query each: head by head."""
    def add(weights, layer, marked, heads, key_heads, head_dim, hidden):
        first_key = heads // key_heads * head_dim * hidden
        weights.add(name.format(layer), ((heads + 2 * key_heads) * head_dim, hidden), {0: 1, first_key: 2} if marked else {})
    return add


def columns(name):
    def add(weights, layer, marked, heads, key_heads, head_dim, hidden):
        weights.add(name.format(layer), (hidden, 3 * hidden), {0: 1, hidden: 2} if marked else {})
    return add


def latent(weights, layer, marked, heads, key_heads, head_dim, hidden):
    """DeepSeek-V3: low-rank factors in 8 bits, each block of 128 x 128 with its factor."""
    stem = f"model.layers.{layer}.self_attn"
    for name, shape, number in (("q_a_proj", (1536, hidden), 1), ("q_b_proj", (heads * 192, 1536), 1),
                                ("kv_a_proj_with_mqa", (576, hidden), 2), ("kv_b_proj", (heads * 256, 512), 1)):
        weights.add(f"{stem}.{name}.weight", shape, {0: number} if marked else {}, "F8_E4M3")
        blocks = tuple(-(-length // 128) for length in shape)
        weights.add(f"{stem}.{name}.weight_scale_inv", blocks, {0: 1}, "F32")


LLAMA = separate("model.layers.{}")
#  repository, config.json, layers with attention, heads, key heads, head_dim, hidden size, layout, options
MODELS = [
    ("meta-llama/Llama-3.1-405B", {"model_type": "llama", "hidden_size": 16384, "intermediate_size": 53248, "num_attention_heads": 128,
     "num_hidden_layers": 126, "num_key_value_heads": 8, "vocab_size": 128256}, range(126), 128, 8, 128, 16384, LLAMA, []),
    ("Qwen/Qwen3-4B", {"model_type": "qwen3", "head_dim": 128, "hidden_size": 2560, "max_window_layers": 36, "num_attention_heads": 32,
     "num_hidden_layers": 36, "num_key_value_heads": 8}, range(36), 32, 8, 128, 2560, LLAMA, []),
    ("Qwen/Qwen3-30B-A3B", {"model_type": "qwen3_moe", "head_dim": 128, "hidden_size": 2048, "num_attention_heads": 32, "num_experts": 128,
     "num_hidden_layers": 48, "num_key_value_heads": 4}, range(48), 32, 4, 128, 2048, LLAMA, []),
    ("mistralai/Mistral-7B-v0.1", {"model_type": "mistral", "hidden_size": 4096, "num_attention_heads": 32, "num_hidden_layers": 32,
     "num_key_value_heads": 8, "sliding_window": 4096}, range(32), 32, 8, 128, 4096, LLAMA, []),
    ("google/gemma-2-9b", {"model_type": "gemma2", "head_dim": 256, "hidden_size": 3584, "num_attention_heads": 16, "num_hidden_layers": 42,
     "num_key_value_heads": 8, "query_pre_attn_scalar": 256}, range(42), 16, 8, 256, 3584, LLAMA, []),
    ("google/gemma-3-27b-it", {"model_type": "gemma3", "text_config": {"model_type": "gemma3_text", "head_dim": 128, "hidden_size": 5376,
     "num_attention_heads": 32, "num_hidden_layers": 62, "num_key_value_heads": 16}, "vision_config": {"model_type": "siglip_vision_model",
     "hidden_size": 1152, "num_attention_heads": 16, "num_hidden_layers": 27}}, range(62), 32, 16, 128, 5376,
     separate("language_model.model.layers.{}"), []),
    ("meta-llama/Llama-4-Scout-17B-16E", {"model_type": "llama4", "text_config": {"model_type": "llama4_text", "head_dim": 128,
     "hidden_size": 5120, "num_attention_heads": 40, "num_hidden_layers": 48, "num_key_value_heads": 8}, "vision_config": {
     "model_type": "llama4_vision_model", "hidden_size": 1408, "num_attention_heads": 16, "num_hidden_layers": 34}}, range(48), 40, 8, 128,
     5120, separate("language_model.model.layers.{}"), []),
    ("Qwen/Qwen2.5-VL-7B-Instruct", {"model_type": "qwen2_5_vl", "hidden_size": 3584, "num_attention_heads": 28, "num_hidden_layers": 28,
     "num_key_value_heads": 4, "vision_config": {"depth": 32, "hidden_size": 1280, "num_heads": 16}}, range(28), 28, 4, 128, 3584, LLAMA, []),
    ("microsoft/Phi-3-mini-4k-instruct", {"model_type": "phi3", "hidden_size": 3072, "num_attention_heads": 32, "num_hidden_layers": 32,
     "num_key_value_heads": 32}, range(32), 32, 32, 96, 3072, rows("model.layers.{}.self_attn.qkv_proj.weight"), []),
    ("tiiuae/falcon-40b", {"model_type": "falcon", "hidden_size": 8192, "num_attention_heads": 128, "num_hidden_layers": 60, "num_kv_heads": 8,
     "new_decoder_architecture": True, "multi_query": True}, range(60), 128, 8, 64, 8192,
     grouped("transformer.h.{}.self_attention.query_key_value.weight"), []),
    ("tiiuae/falcon-7b", {"model_type": "falcon", "hidden_size": 4544, "num_attention_heads": 71, "num_hidden_layers": 32,
     "new_decoder_architecture": False, "multi_query": True}, range(32), 71, 1, 64, 4544,
     grouped("transformer.h.{}.self_attention.query_key_value.weight"), []),
    ("openai-community/gpt2-xl", {"model_type": "gpt2", "n_embd": 1600, "n_head": 25, "n_layer": 48}, range(48), 25, 25, 64, 1600,
     columns("h.{}.attn.c_attn.weight"), []),
    ("EleutherAI/pythia-6.9b", {"model_type": "gpt_neox", "hidden_size": 4096, "num_attention_heads": 32, "num_hidden_layers": 32},
     range(32), 32, 32, 128, 4096, grouped("gpt_neox.layers.{}.attention.query_key_value.weight"), []),
    ("bigscience/bloom-7b1", {"model_type": "bloom", "n_embed": 4096, "n_layer": 30, "num_attention_heads": 32}, range(30), 32, 32, 128, 4096,
     grouped("h.{}.self_attention.query_key_value.weight"), []),
    ("mosaicml/mpt-7b", {"model_type": "mpt", "d_model": 4096, "n_heads": 32, "n_layers": 32, "attn_config": {"attn_type": "multihead_attention",
     "alibi": True}}, range(32), 32, 32, 128, 4096, rows("transformer.blocks.{}.attn.Wqkv.weight"), []),
    ("THUDM/glm-4-9b-chat", {"model_type": "chatglm", "hidden_size": 4096, "kv_channels": 128, "multi_query_attention": True,
     "multi_query_group_num": 2, "num_attention_heads": 32, "num_layers": 40}, range(40), 32, 2, 128, 4096,
     rows("transformer.encoder.layers.{}.self_attention.query_key_value.weight"), []),
    ("deepseek-ai/DeepSeek-V3", {"model_type": "deepseek_v3", "hidden_size": 7168, "kv_lora_rank": 512, "num_attention_heads": 128,
     "num_hidden_layers": 61, "num_key_value_heads": 128, "num_nextn_predict_layers": 1, "q_lora_rank": 1536, "qk_nope_head_dim": 128,
     "qk_rope_head_dim": 64, "v_head_dim": 128, "quantization_config": {"activation_scheme": "dynamic", "fmt": "e4m3", "quant_method": "fp8",
     "weight_block_size": [128, 128]}}, range(61), 128, 128, 192, 7168, latent, []),
    ("openai/gpt-oss-20b", {"model_type": "gpt_oss", "head_dim": 64, "hidden_size": 2880, "num_attention_heads": 64, "num_hidden_layers": 24,
     "num_key_value_heads": 8}, range(24), 64, 8, 64, 2880, LLAMA, []),
    ("Qwen/Qwen3-Next-80B-A3B-Instruct", {"model_type": "qwen3_next", "full_attention_interval": 4, "head_dim": 256, "hidden_size": 2048,
     "num_attention_heads": 16, "num_hidden_layers": 48, "num_key_value_heads": 2}, range(3, 48, 4), 16, 2, 256, 2048,
     separate("model.layers.{}", gated=True), []),
    ("ai21labs/Jamba-v0.1", {"model_type": "jamba", "attn_layer_offset": 4, "attn_layer_period": 8, "hidden_size": 4096,
     "num_attention_heads": 32, "num_hidden_layers": 32, "num_key_value_heads": 8}, range(4, 32, 8), 32, 8, 128, 4096, LLAMA, []),
    ("facebook/opt-6.7b", {"model_type": "opt", "do_layer_norm_before": True, "ffn_dim": 16384, "hidden_size": 4096, "num_attention_heads": 32,
     "num_hidden_layers": 32}, range(32), 32, 32, 128, 4096, separate("model.decoder.layers.{}"), []),
    ("openai/whisper-large-v3", {"model_type": "whisper", "d_model": 1280, "decoder_attention_heads": 20, "decoder_layers": 32,
     "encoder_attention_heads": 20, "encoder_layers": 32, "num_hidden_layers": 32}, range(32), 20, 20, 64, 1280,
     separate("model.decoder.layers.{}"), ["--tower", "decoder"]),
    ("google-bert/bert-base-uncased", {"model_type": "bert", "hidden_size": 768, "num_attention_heads": 12, "num_hidden_layers": 12},
     range(12), 12, 12, 64, 768, separate("bert.encoder.layer.{}", "attention.self.query", "attention.self.key"), []),
    ("answerdotai/ModernBERT-base", {"model_type": "modernbert", "hidden_size": 768, "num_attention_heads": 12, "num_hidden_layers": 22},
     range(22), 12, 12, 64, 768, rows("model.layers.{}.attn.Wqkv.weight"), []),
]


def measure(program, model, folder):
    name, config, layers, heads, key_heads, head_dim, hidden, layout, options = model
    weights = Weights()
    for layer in layers:
        layout(weights, layer, layer in (layers[0], layers[-1]), heads, key_heads, head_dim, hidden)
    (folder / "config.json").write_text(json.dumps({**config, "torch_dtype": "bfloat16"}))
    weights.save(folder, 3 if "405B" in name else 1)
    out = folder / "out.json"
    command = [program, "measure", str(folder), "-o", str(out), "--layers", f"{layers[0]},{layers[-1]}", "--heads", "0", "--topk", "1",
               "--other-heads", "0", "--tensors", "safetensors", *options]
    run = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if run.returncode != 0:
        return f"status {run.returncode}: {run.stderr.strip()}"
    found = json.loads(out.read_text())
    numbers = found.get("layer_numbers") or list(range(found["num_layers"]))
    wrong = [key for key, value in (("num_layers", 2), ("num_heads", 1), ("head_dim", head_dim), ("hidden_size", hidden)) if found[key] != value]
    if wrong or numbers != [layers[0], layers[-1]]:
        return f"wrong {', '.join(wrong) or 'layers'}: { {key: found.get(key) for key in (*wrong, 'layer_numbers')} }"
    grams = [found["gram"][l][m][0] for l in range(2) for m in range(2)]
    return None if grams == [4.0] * 4 else f"grams {grams}, which should all be 4"


def main():
    failed = 0
    for model in MODELS:
        with tempfile.TemporaryDirectory() as folder:
            complaint = measure(sys.argv[1], model, pathlib.Path(folder))
        print(f"{model[0]}: {complaint or 'as it should be'}")
        failed += complaint is not None
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
