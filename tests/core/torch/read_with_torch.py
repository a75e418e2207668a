# SPDX-License-Identifier: GPL-3.0-or-later
"""What torch itself reads from torch files, as text; the oracle of torch_oracle_test.cpp.

    read_with_torch.py LIST     LIST holds the path of a file per line

prints for each file a line `file PATH`, then `refused` when torch does not read it, `no dict` when it holds something else
than a dict, or else a line per entry, sorted: `NAME: left out`, or the tensor with every element as 17 digits, which give
a double exactly. Only torch finds the records and makes the tensors here; nothing else that a file asks for is run.
"""
import collections
import pickle
import sys
import types
import warnings

import torch

TYPES = {getattr(torch, name): name for name in "float16 bfloat16 float32 float64 int16 int32 int64".split()}
HARMLESS = {"torch", "numpy", "collections", "_codecs"}


class StandIn:
    """In the place of whatever torch does not make itself, or is too old to know."""

    def __init__(self, *arguments, **named):
        pass

    def __setstate__(self, state):
        pass


class Unpickler(pickle.Unpickler):
    def find_class(self, module, name):
        if module.split(".")[0] not in HARMLESS:
            return StandIn
        try:
            return super().find_class(module, name)
        except AttributeError:  # torch 1.13 does not know this wrapper of a tensor
            return (lambda tensor, *_: tensor) if name == "_rebuild_parameter_with_state" else StandIn


guarded = types.ModuleType("guarded")
guarded.__dict__.update(vars(pickle))
guarded.Unpickler = Unpickler
guarded.load = lambda file, **named: Unpickler(file, **named).load()
torch.serialization.pickle = guarded  # torch 1.13 does not use the module that it is given


def text_of_tensor(tensor):
    values = tensor.detach().double().flatten().tolist()
    shape, strides = list(tensor.shape), list(tensor.stride())
    return " ".join([TYPES[tensor.dtype], f"{shape} {strides}", *(f"{value:.17g}" for value in values)])


def text_of_key(key):
    return key if type(key) is str else str(key) if type(key) is int else "(a key that is not text)"


def lines_of(root):
    """Dicts below `state_dict` and `model_state_dict` add nothing to the names of their entries, other dicts their own."""
    lines, open_dicts, seen = [], [(root, "")], {id(root)}
    for content, prefix in open_dicts:
        for key, value in content.items():
            name = prefix + text_of_key(key)
            if type(value) in (dict, collections.OrderedDict):
                if id(value) not in seen:
                    seen.add(id(value))
                    open_dicts.append((value, prefix if key in ("state_dict", "model_state_dict") else name + "."))
            elif isinstance(value, torch.Tensor) and value.layout == torch.strided and value.dtype in TYPES:
                lines.append(f"{name}: {text_of_tensor(value)}")
            else:
                lines.append(f"{name}: left out")
    return sorted(lines)


def main():
    warnings.simplefilter("ignore")
    for path in open(sys.argv[1]).read().splitlines():
        print("file", path)
        try:
            content = torch.load(path, pickle_module=guarded, weights_only=False)
        except Exception as error:
            print("refused")
            print(f"{path}: {str(error).splitlines()[:1]}", file=sys.stderr)
            continue
        print("\n".join(lines_of(content)) if type(content) in (dict, collections.OrderedDict) else "no dict")


if __name__ == "__main__":
    main()
