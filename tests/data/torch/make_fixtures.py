# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the torch files beside it; run it with a python3 that has torch and numpy, in this folder.

They were made with torch 1.13. Most hold a tiny artifact (2 layers, 1 head, head_dim 2, hidden_size 4, topk 2) whose
directions count 0, 1, 2, ... and whose eigenvalues are 4, -3, 2, -1 and 8, -6, 4, -2 (all exact in every type).
"""
import argparse
import collections
import io
import os
import pickle
import zipfile

import numpy
import torch


def artifact(dtype=torch.float32):
    eigenvalues = torch.tensor([[[4.0, -3.0, 2.0, -1.0]], [[8.0, -6.0, 4.0, -2.0]]])
    return {"eig_dirs": torch.arange(16.0).reshape(2, 1, 2, 4).to(dtype), "sym_eigs": eigenvalues.to(dtype)}


class RunsCommand:
    """Asks whoever unpickles it to run a command that leaves a file behind."""

    def __reduce__(self):
        return os.system, ("touch sextant-was-here",)


class Raw:
    """A tensor by its arguments, which torch itself would not write like this."""

    def __init__(self, key, length, offset, shape, strides):
        self.reference = ("storage", torch.FloatStorage, key, "cpu", length)
        self.arguments = (offset, shape, strides, False, collections.OrderedDict())

    def __reduce__(self):
        return torch._utils._rebuild_tensor_v2, (Reference(self.reference),) + self.arguments


class Reference:
    def __init__(self, value):
        self.value = value


class RawPickler(pickle.Pickler):
    def persistent_id(self, thing):
        return thing.value if isinstance(thing, Reference) else None


def save_raw(name, content, storages, compression=zipfile.ZIP_STORED):
    buffer = io.BytesIO()
    RawPickler(buffer, 2).dump(content)
    records = {"data.pkl": buffer.getvalue(), **storages, "version": b"3\n"}
    with zipfile.ZipFile(name, "w", compression) as archive:
        for record, value in records.items():
            archive.writestr(zipfile.ZipInfo("archive/" + record), value, compression)


def main():
    for dtype in (torch.float16, torch.bfloat16, torch.float32, torch.float64):
        torch.save(artifact(dtype), str(dtype).removeprefix("torch.") + ".pt")
    torch.save(artifact(), "protocol4.pt", pickle_protocol=4)
    torch.save(artifact(), "legacy.pt", _use_new_zipfile_serialization=False)

    # Strided views: rows and columns swapped in memory, every second element, one row for all layers.
    wide = torch.arange(32.0).reshape(2, 1, 2, 8)
    torch.save(
        {
            "eig_dirs": artifact()["eig_dirs"].transpose(2, 3).contiguous().transpose(2, 3),
            "every_second": wide[..., 1::2],
            "expanded": torch.arange(4.0).reshape(1, 1, 4).expand(2, 1, 4),
            "sym_eigs": artifact()["sym_eigs"],
        },
        "strided.pt",
    )

    extras = {
        "none": None,
        "truth": True,
        "integer": 7,
        "large": 1 << 100,
        "number": 0.5,
        "text": "text",
        "bytes": b"bytes",
        "list": [1, [2, torch.zeros(2)]],
        "set": {1, 2},
        "size": torch.Size([2, 3]),
        "dtype": torch.float16,
        "device": torch.device("cpu"),
        "integers": torch.arange(3),
        "mask": torch.tensor([True]),
        "complex": torch.zeros(2, dtype=torch.complex64),
        "array": numpy.arange(3),
        "scalar": numpy.float64(1.5),
        "arguments": argparse.Namespace(a=1),
        "parameter": torch.nn.Parameter(torch.tensor([1.5, 2.5])),
        "sparse": torch.eye(2).to_sparse(),
        3: torch.tensor(2.5),
        "nothing": torch.empty(0, 3),
        "nested": {"inner": torch.tensor([6.0])},
    }
    content = {**extras, **artifact()}
    content["itself"] = content
    torch.save(content, "extras.pt")

    layer = torch.nn.Linear(2, 1)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([[1.0, 2.0]]))
        layer.bias.copy_(torch.tensor([3.0]))
    torch.save(layer.state_dict(), "state_dict.pt")
    torch.save({"state_dict": layer.state_dict(), "epoch": 3, "optimizer": {"step": torch.tensor(4.0)}}, "checkpoint.pt")
    torch.jit.script(layer).save("script.pt")

    torch.save({**artifact(), "evil": RunsCommand()}, "evil_entry.pt")
    torch.save(RunsCommand(), "evil_root.pt")
    torch.save({"eig_dirs": RunsCommand(), "sym_eigs": artifact()["sym_eigs"]}, "evil_directions.pt")
    torch.save([artifact()], "list.pt")
    torch.save(torch.zeros(3), "tensor.pt")
    torch.save({"eig_dirs": artifact()["eig_dirs"]}, "no_eigenvalues.pt")
    torch.save({**artifact(), "eig_dirs": torch.zeros(2, 2, 4)}, "wrong_rank.pt")

    four = {"data/0": numpy.arange(4, dtype=numpy.float32).tobytes()}
    save_raw("sound.pt", {"a": Raw("0", 4, 1, (3,), (1,))}, four)
    save_raw("too_long.pt", {"a": Raw("0", 4, 1, (4,), (1,))}, four)
    save_raw("stride_too_long.pt", {"a": Raw("0", 4, 0, (2, 2), (3, 1))}, four)
    save_raw("overflowing.pt", {"a": Raw("0", 4, 0, (1 << 62, 1 << 62), (1, 1))}, four)
    save_raw("endless.pt", {"a": Raw("0", 4, 0, (1 << 62, 1 << 62), (0, 0))}, four)
    save_raw("negative_stride.pt", {"a": Raw("0", 4, 3, (4,), (-1,))}, four)
    save_raw("negative_offset.pt", {"a": Raw("0", 4, -1, (2,), (1,))}, four)
    save_raw("short_record.pt", {"a": Raw("0", 400, 0, (3,), (1,))}, four)
    save_raw("no_record.pt", {"a": Raw("7", 4, 0, (3,), (1,))}, four)
    save_raw("compressed.pt", {"a": Raw("0", 4, 0, (4,), (1,))}, four, zipfile.ZIP_DEFLATED)
    # What torch saved, packed again as any zip program would.
    with zipfile.ZipFile("float32.pt") as saved, zipfile.ZipFile("deflated.pt", "w") as archive:
        for record in saved.infolist():
            archive.writestr(zipfile.ZipInfo(record.filename), saved.read(record), zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile("not_torch.pt", "w") as archive:
        archive.writestr(zipfile.ZipInfo("readme.txt"), "A zip archive, but not of torch.")


if __name__ == "__main__":
    main()
