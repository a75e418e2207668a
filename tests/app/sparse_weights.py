# SPDX-License-Identifier: GPL-3.0-or-later
"""Safetensors of the full size of a model that hold zeros but for a few numbers, and the ways models lay out W_Q and W_K in them.

Each layout puts 1 into a query row and 2 into the key row that goes with it, for the first row of the first head and the last row of the
last head: the gram of these heads is 4, but 0 when a row, a column or an offset is read from another place.
"""
import json
import math
import struct
from typing import NamedTuple

SIZES = {"BF16": 2, "F8_E4M3": 1, "F32": 4, "I32": 4}
# 1 and 2 in each element type.
NUMBERS = {"BF16": (b"\x80\x3f", b"\x00\x40"), "F8_E4M3": (b"\x38", b"\x40"), "F32": (struct.pack("<f", 1), struct.pack("<f", 2))}


class Sizes(NamedTuple):
    heads: int
    key_heads: int
    head_dim: int
    hidden: int

    def marked_rows(self):
        """Pairs of a head and a row of it."""
        return sorted({(0, 0), (self.heads - 1, self.head_dim - 1)})

    def key_head(self, head):
        return head // (self.heads // self.key_heads)


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
            size = SIZES[kind] * math.prod(shape)
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


def separate(prefix, query="self_attn.q_proj", key="self_attn.k_proj", output=None, gated=False, value_dim=None):
    """Rows of W_Q and W_K in tensors of their own; gated queries have a gate of as many rows behind each head.

    Layers that use the keys of others have none of their own.
    """
    def add(weights, layer, marked, sizes):
        stem = prefix.format(layer)
        per_query = sizes.head_dim * (2 if gated else 1)
        places = sizes.marked_rows() if marked else []
        weights.add(f"{stem}.{query}.weight", (sizes.heads * per_query, sizes.hidden),
                    {(head * per_query + row) * sizes.hidden: 1 for head, row in places})
        if key:
            weights.add(f"{stem}.{key}.weight", (sizes.key_heads * sizes.head_dim, sizes.hidden),
                        {(sizes.key_head(head) * sizes.head_dim + row) * sizes.hidden: 2 for head, row in places})
        if output:
            weights.add(f"{stem}.{output}.weight", (sizes.hidden, sizes.heads * (value_dim or sizes.head_dim)))
    return add


def fused(name, place):
    """All in one tensor of rows; place gives the row where a query head and its key head begin."""
    def add(weights, layer, marked, sizes):
        elements = {}
        for head, row in sizes.marked_rows() if marked else []:
            for start, number in zip(place(sizes, head), (1, 2)):
                elements[(start + row) * sizes.hidden] = number
        weights.add(name.format(layer), ((sizes.heads + 2 * sizes.key_heads) * sizes.head_dim, sizes.hidden), elements)
    return add


def rows(name):
    """All queries, then all keys, then all values."""
    return fused(name, lambda sizes, head: (head * sizes.head_dim, (sizes.heads + sizes.key_head(head)) * sizes.head_dim))


def grouped(name):
    """For each key head its queries, its key and its value; of one query each: head by head."""
    def place(sizes, head):
        per_group = sizes.heads // sizes.key_heads
        start = sizes.key_head(head) * (per_group + 2)
        return (start + head % per_group) * sizes.head_dim, (start + per_group) * sizes.head_dim
    return fused(name, place)


def blocks(name):
    """Four blocks, each with its share of the queries, then of the values, then of the keys."""
    def place(sizes, head):
        share = sizes.heads // 4
        start = head // share * 3 * share + head % share
        return start * sizes.head_dim, (start + 2 * share) * sizes.head_dim
    return fused(name, place)


def columns(name):
    def add(weights, layer, marked, sizes):
        elements = {}
        for head, row in sizes.marked_rows() if marked else []:
            elements[head * sizes.head_dim + row] = 1
            elements[sizes.hidden + head * sizes.head_dim + row] = 2
        weights.add(name.format(layer), (sizes.hidden, 3 * sizes.hidden), elements)
    return add


def latent(prefix, query_rank, key_rank, plain, rotated, value, float8=False):
    """Multi-head latent attention: low-rank factors; in 8 bits each block of 128 x 128 has its factor.

    The first head is marked in its first row, the last in its first rotated row, whose key all heads share.
    """
    def add(weights, layer, marked, sizes):
        def put(name, shape, elements):
            stem = f"{prefix.format(layer)}.{name}"
            weights.add(f"{stem}.weight", shape, elements if marked else {}, "F8_E4M3" if float8 else "BF16")
            if float8:
                factors = tuple(-(-length // 128) for length in shape)
                ones = dict.fromkeys(range(math.prod(factors)), 1) if marked else {}
                weights.add(f"{stem}.weight_scale_inv", factors, ones, "F32")

        width = query_rank or sizes.hidden
        outer = {0: 1, ((sizes.heads - 1) * (plain + rotated) + plain) * width: 1}
        if query_rank:
            put("q_a_proj", (query_rank, sizes.hidden), {0: 1})
        put("q_b_proj" if query_rank else "q_proj", (sizes.heads * (plain + rotated), width), outer)
        put("kv_a_proj_with_mqa", (key_rank + rotated, sizes.hidden), {0: 2, key_rank * sizes.hidden: 2})
        put("kv_b_proj", (sizes.heads * (plain + value), key_rank), {0: 1})
    return add
