# SPDX-License-Identifier: GPL-3.0-or-later
"""Write a model folder of random bfloat16 projections: what a measurement costs depends on the shape alone.

  make_random_checkpoint.py OUT_DIR [--shape qwen3-4b|small]
"""
import argparse
import json
import os
import struct

import numpy as np

SHAPES = {  # layers, query heads, key heads, head_dim, hidden_size
    "qwen3-4b": (36, 32, 8, 128, 2560),
    "small": (8, 8, 2, 64, 512),
}


def random_bfloat16(generator, rows, columns):
    """Normal values with the spread of trained weights, cut to bfloat16, as raw 16-bit words."""
    values = generator.standard_normal((rows, columns), dtype=np.float32) * np.float32(0.02)
    return (values.view(np.uint32) >> 16).astype(np.uint16)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out_dir")
    parser.add_argument("--shape", choices=sorted(SHAPES), default="qwen3-4b")
    arguments = parser.parse_args()
    layers, heads, key_heads, head_dim, hidden = SHAPES[arguments.shape]
    os.makedirs(arguments.out_dir, exist_ok=True)
    header, offset = {}, 0
    for layer in range(layers):
        for side, count in (("q", heads), ("k", key_heads)):
            size = 2 * count * head_dim * hidden
            header["model.layers.%d.self_attn.%s_proj.weight" % (layer, side)] = {
                "dtype": "BF16", "shape": [count * head_dim, hidden], "data_offsets": [offset, offset + size]}
            offset += size
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    generator = np.random.default_rng(0)
    with open(os.path.join(arguments.out_dir, "model.safetensors"), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        for layer in range(layers):
            for count in (heads, key_heads):
                file.write(random_bfloat16(generator, count * head_dim, hidden).tobytes())
    with open(os.path.join(arguments.out_dir, "config.json"), "w") as file:
        json.dump({"model_type": "qwen3", "num_hidden_layers": layers, "num_attention_heads": heads,
                   "num_key_value_heads": key_heads, "head_dim": head_dim, "hidden_size": hidden}, file)


if __name__ == "__main__":
    main()
