# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the checkpoints beside it, as people's own scripts save them; run it with a python3 that has torch.

They hold one model: 2 layers, 4 heads, head_dim 2, hidden_size 8, whose weights are those of pattern(), exact in every
type. Of a model with key heads there are 2. Its queries are pattern(2 l), its keys pattern(2 l + 1).
"""
import argparse

import torch

LAYERS, HEADS, KEY_HEADS, DIM, HIDDEN = 2, 4, 2, 2, 8


def pattern(rows, seed):
    count = rows * HIDDEN
    return torch.tensor([((i * 37 + seed * 53) % 101 - 50) / 64.0 for i in range(count)]).reshape(rows, HIDDEN)


def query(layer):
    return pattern(HEADS * DIM, 2 * layer)


def key(layer, heads=HEADS):
    return pattern(heads * DIM, 2 * layer + 1)


def gain(layer):
    return torch.tensor([1.0 + (layer + j) / 8.0 for j in range(HIDDEN)])


def nano_gpt():
    """karpathy/nanoGPT, train.py: linear layers, rows q, k, v; compiled, so that a prefix is left."""
    model = {}
    for l in range(LAYERS):
        values = torch.full((HEADS * DIM, HIDDEN), 9.0)
        model[f"_orig_mod.transformer.h.{l}.ln_1.weight"] = gain(l)
        model[f"_orig_mod.transformer.h.{l}.attn.c_attn.weight"] = torch.cat([query(l), key(l), values])
        model[f"_orig_mod.transformer.h.{l}.attn.c_proj.weight"] = torch.full((HIDDEN, HEADS * DIM), 9.0)
    moments = {0: {"step": torch.tensor(3.0), "exp_avg": torch.zeros(3)}}
    return {
        "model": model,
        "optimizer": {"state": moments, "param_groups": [{"lr": 1e-3, "params": [0]}]},
        "model_args": dict(n_layer=LAYERS, n_head=HEADS, n_embd=HIDDEN, block_size=16, bias=False, vocab_size=32,
                           dropout=0.0),
        "iter_num": 2000,
        "best_val_loss": torch.tensor(1.25),
        "config": {"n_layer": LAYERS, "batch_size": 12, "device": "cuda", "learning_rate": 1e-3, "wandb_log": False},
    }


def llama2_c(arguments=True):
    """karpathy/llama2.c, train.py; the names are those of Llama's own release."""
    model = {}
    for l in range(LAYERS):
        model[f"layers.{l}.attention_norm.weight"] = gain(l)
        model[f"layers.{l}.attention.wq.weight"] = query(l)
        model[f"layers.{l}.attention.wk.weight"] = key(l, KEY_HEADS)
    if not arguments:
        return model
    args = dict(dim=HIDDEN, n_layers=LAYERS, n_heads=HEADS, n_kv_heads=KEY_HEADS, vocab_size=32, multiple_of=32,
                max_seq_len=16, dropout=0.0)
    return {"model": model, "optimizer": {}, "model_args": args, "iter_num": 1, "best_val_loss": 1.0, "config": {}}


def lightning():
    """A LightningModule that wraps a model of transformers; its hyperparameters say nothing of sizes."""
    state = {}
    for l in range(LAYERS):
        state[f"model.model.layers.{l}.input_layernorm.weight"] = gain(l)
        state[f"model.model.layers.{l}.self_attn.q_proj.weight"] = query(l)
        state[f"model.model.layers.{l}.self_attn.k_proj.weight"] = key(l, KEY_HEADS)
    return {
        "epoch": 1,
        "global_step": 10,
        "pytorch-lightning_version": "2.1.0",
        "state_dict": state,
        "hparams_name": "kwargs",
        "hyper_parameters": {"lr": 1e-3, "warmup": 100},
        "optimizer_states": [{"state": {}, "param_groups": []}],
    }


def lens(matrices, key_matrices, norm="ln1.w"):
    state = {}
    for l in range(LAYERS):
        state[f"blocks.{l}.{norm}"] = gain(l)
        state[f"blocks.{l}.attn.W_Q"] = matrices(query(l))
        for name, tensor in key_matrices(key, l).items():
            state[f"blocks.{l}.attn.{name}"] = tensor
        state[f"blocks.{l}.attn.b_Q"] = torch.ones(HEADS, DIM)
        state[f"blocks.{l}.attn.mask"] = torch.ones(4, 4, dtype=torch.bool)
    return state


def heads_first(rows):
    """[H r, d] to TransformerLens's [H, d, r]."""
    return rows.reshape(-1, DIM, HIDDEN).transpose(1, 2).contiguous()


def main():
    argparse.ArgumentParser(description=__doc__).parse_args()
    torch.save(nano_gpt(), "nanogpt.pt")
    torch.save(llama2_c(), "llama2c.pt")
    torch.save(llama2_c(arguments=False), "consolidated.00.pth")
    torch.save(lightning(), "lightning.ckpt")
    torch.save(lens(heads_first, lambda k, l: {"W_K": heads_first(k(l))}), "lens.pt")
    grouped = lens(heads_first, lambda k, l: {"_W_K": heads_first(k(l, KEY_HEADS))})
    torch.save(grouped, "lens_grouped.pt")
    stacked = {"W_Q": torch.stack([heads_first(query(l)) for l in range(LAYERS)]),
               "W_K": torch.stack([heads_first(key(l)) for l in range(LAYERS)])}
    torch.save(stacked, "lens_stacked.pt")


if __name__ == "__main__":
    main()
