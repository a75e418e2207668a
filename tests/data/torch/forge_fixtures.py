# SPDX-License-Identifier: GPL-3.0-or-later
"""Forges torch files, without torch; run it with python3 in this folder.

The records, their order and their 64-byte alignment are those of torch.save in torch 2.7, which adds .format_version and
.storage_alignment to what make_torch2_fixtures.py makes. torch2_forged.pt holds the tiny artifact of make_fixtures.py;
big_endian.pt claims another byte order, scalar_beyond.pt points far outside its storage.
"""
import collections
import io
import pickle
import struct
import sys
import types
import zipfile

torch = types.ModuleType("torch")
torch._utils = types.ModuleType("torch._utils")
sys.modules.update({"torch": torch, "torch._utils": torch._utils})


class FloatStorage:
    """Only its name is pickled."""


def _rebuild_tensor_v2(*arguments):
    """Only its name is pickled."""


FloatStorage.__module__ = "torch"
_rebuild_tensor_v2.__module__ = "torch._utils"
torch.FloatStorage = FloatStorage
torch._utils._rebuild_tensor_v2 = _rebuild_tensor_v2


class Storage:
    def __init__(self, key, length):
        self.reference = ("storage", FloatStorage, key, "cpu", length)


class Tensor:
    def __init__(self, storage, offset, shape, strides):
        self.arguments = (storage, offset, shape, strides, False, collections.OrderedDict())

    def __reduce__(self):
        return _rebuild_tensor_v2, self.arguments


class Pickler(pickle.Pickler):
    def persistent_id(self, thing):
        return thing.reference if isinstance(thing, Storage) else None


def save(name, content, storages, byteorder="little"):
    buffer = io.BytesIO()
    Pickler(buffer, 2).dump(content)
    records = {
        "data.pkl": buffer.getvalue(),
        ".format_version": b"1",
        ".storage_alignment": b"64",
        "byteorder": byteorder.encode(),
    }
    records.update({f"data/{key}": struct.pack(f"<{len(values)}f", *values) for key, values in enumerate(storages)})
    records.update({"version": b"3\n", ".data/serialization_id": b"0123456789" * 4})
    with zipfile.ZipFile(name + ".pt", "w", zipfile.ZIP_STORED) as archive:
        for record, value in records.items():
            information = zipfile.ZipInfo(f"{name}/{record}")
            begin = archive.fp.tell() + 30 + len(information.filename) + 4
            padding = -begin % 64
            information.extra = b"FB" + struct.pack("<H", padding) + b"Z" * padding
            archive.writestr(information, value)


def artifact():
    directions = Tensor(Storage("0", 16), 0, (2, 1, 2, 4), (8, 8, 4, 1))
    return {"eig_dirs": directions, "sym_eigs": Tensor(Storage("1", 8), 0, (2, 1, 4), (4, 4, 1))}


def main():
    storages = [range(16), (4, -3, 2, -1, 8, -6, 4, -2)]
    save("torch2_forged", artifact(), storages)
    save("big_endian", artifact(), storages, "big")
    save("scalar_beyond", {"a": Tensor(Storage("0", 4), (1 << 63) - 1, (), ())}, [range(4)])


if __name__ == "__main__":
    main()
