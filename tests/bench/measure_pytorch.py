# SPDX-License-Identifier: GPL-3.0-or-later
"""The measurement of a checkpoint by the same algorithm in batched PyTorch, as a careful user would write it: stacked
rows, one product a head, the small problems of all layers in one batch. Prints "measure SECONDS", from the weights in
the file to the numbers in memory; nothing is written.

  measure_pytorch.py MODEL_FOLDER [--heads N]

With --heads it measures the first N query heads (whole groups) and prints the seconds for all, in proportion.
"""
import argparse
import json
import os
import struct
import time

import torch


def open_tensors(path):
    """The tensors of a safetensors file of bfloat16 values, in place."""
    with open(path, "rb") as file:
        length = struct.unpack("<Q", file.read(8))[0]
        header = json.loads(file.read(length))
    data = torch.from_file(path, size=os.path.getsize(path) // 2, dtype=torch.bfloat16)
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = ((8 + length + offset) // 2 for offset in entry["data_offsets"])
            tensors[name] = data[begin:end].reshape(entry["shape"])
    return tensors


def sides(tensors, config, head, side, layers):
    """[L, r, d] floats of one head."""
    r = config["head_dim"]
    return torch.stack([tensors["model.layers.%d.self_attn.%s_proj.weight" % (layer, side)][head * r:(head + 1) * r]
                        for layer in range(layers)]).float()


def measure_head(keys, key_products, queries, topk):
    layers, r, hidden = queries.shape
    stacked = queries.reshape(layers * r, hidden)
    products = (stacked @ stacked.T).mul_(key_products)
    gram = products.reshape(layers, r, layers, r).sum((1, 3), dtype=torch.float64)
    key, query = keys.double(), queries.double()
    both = torch.cat([key, query], 1)  # [L, 2r, d]
    small = both @ both.transpose(1, 2)
    fro_sq = (small[:, :r, r:] ** 2).sum((1, 2))
    upper = torch.linalg.cholesky(small).transpose(1, 2)
    half = upper[:, :, :r] @ upper[:, :, r:].transpose(1, 2)
    eigenvalues = torch.linalg.eigvalsh(0.5 * (half + half.transpose(1, 2)))
    order = eigenvalues.abs().argsort(dim=1, descending=True)
    eigenvalues = eigenvalues.gather(1, order)
    lower = torch.linalg.cholesky(small[:, :r, :r])
    vectors = torch.linalg.eigh(lower.transpose(1, 2) @ small[:, r:, r:] @ lower).eigenvectors[:, :, -topk:].flip(2)
    directions = (lower @ vectors).transpose(1, 2) @ query
    directions = directions / directions.norm(dim=2, keepdim=True)
    return gram, fro_sq, eigenvalues.float(), directions.float()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--heads", type=int)
    arguments = parser.parse_args()
    with open(os.path.join(arguments.model, "config.json")) as file:
        config = json.load(file)
    layers, heads = config["num_hidden_layers"], config["num_attention_heads"]
    group = heads // config["num_key_value_heads"]
    measured = min(arguments.heads or heads, heads) // group * group
    begin = time.perf_counter()
    tensors = open_tensors(os.path.join(arguments.model, "model.safetensors"))
    checksum = 0.0
    with torch.inference_mode():
        for key_head in range(measured // group):
            keys = sides(tensors, config, key_head, "k", layers)
            stacked = keys.reshape(layers * keys.shape[1], -1)
            key_products = stacked @ stacked.T
            for head in range(key_head * group, (key_head + 1) * group):
                queries = sides(tensors, config, head, "q", layers)
                gram, fro_sq, eigenvalues, directions = measure_head(keys, key_products, queries, 8)
                checksum += float(gram.sum() + fro_sq.sum() + eigenvalues.abs().sum() + directions.abs().sum())
    print("measure", (time.perf_counter() - begin) * heads / measured)
    print("checksum", checksum)


if __name__ == "__main__":
    main()
