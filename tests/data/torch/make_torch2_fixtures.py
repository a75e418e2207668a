# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the files torch2_*.pt beside it, torch2_forged.pt apart; run it with a python3 that has torch 2, in this folder.

They were made with torch 2.6.0. Like the files of make_fixtures.py most hold the tiny artifact: directions that count
0, 1, 2, ... and the eigenvalues 4, -3, 2, -1 and 8, -6, 4, -2.
"""
import collections
import sys
import zipfile

import torch


def artifact(dtype=torch.float32):
    eigenvalues = torch.tensor([[[4.0, -3.0, 2.0, -1.0]], [[8.0, -6.0, 4.0, -2.0]]])
    return {"eig_dirs": torch.arange(16.0).reshape(2, 1, 2, 4).to(dtype), "sym_eigs": eigenvalues.to(dtype)}


def save(content, name):
    torch.save(content, name)
    with zipfile.ZipFile(name) as archive:  # what torch before 2.1 does not write
        records = {record.split("/", 1)[1] for record in archive.namelist()}
    assert {"byteorder", ".data/serialization_id"} <= records, records


def main():
    if int(torch.__version__.split(".")[0]) < 2:
        sys.exit(f"needs torch 2, found {torch.__version__}")
    for dtype in (torch.float16, torch.bfloat16, torch.float32, torch.float64):
        save(artifact(dtype), "torch2_" + str(dtype).removeprefix("torch.") + ".pt")

    # Views of one storage, which holds 7, 7, 7, then the directions with rows and columns swapped, then the eigenvalues.
    swapped = artifact()["eig_dirs"].transpose(2, 3).flatten()
    shared = torch.cat([torch.full((3,), 7.0), swapped, artifact()["sym_eigs"].flatten()])
    save(
        {
            "eig_dirs": shared[3:19].reshape(2, 1, 4, 2).transpose(2, 3),
            "sym_eigs": shared[19:].reshape(2, 1, 4),
            "every_second": shared[19::2],
            "expanded": shared[19:23].reshape(1, 1, 4).expand(2, 1, 4),
            "scalar": shared[20],
        },
        "torch2_strided.pt",
    )

    # Parameters as an optimizer sees them, one with an attribute, and as a module's state_dict() gives them.
    layer = torch.nn.Linear(2, 3)
    with torch.no_grad():
        layer.weight.copy_(torch.arange(6.0).reshape(3, 2))
        layer.bias.copy_(torch.tensor([0.5, -1.5, 2.5]))
    layer.bias.note = "kept"
    parameters = collections.OrderedDict(layer.named_parameters())
    save({"model_state_dict": layer.state_dict(), "parameters": parameters, "steps": torch.arange(3)}, "torch2_state_dict.pt")

    # Types that torch 1.13 does not know, beside tensors that it does.
    others = {"eight": torch.ones(2, dtype=torch.float8_e4m3fn), "unsigned": torch.arange(2).to(torch.uint16)}
    save({**artifact(), **others}, "torch2_types.pt")


if __name__ == "__main__":
    main()
