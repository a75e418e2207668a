# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure the shapes of public models: their configurations, from real_configs.py, and sparse files of the full size.

  check_real_configs.py PROGRAM

Each file holds zeros but for the numbers that sparse_weights.py puts into two heads of the first and of the last layer, so that the gram
of these is known. Some models are refused, and the message must have the words given. It takes about a minute.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # nothing is left in the source tree

from real_configs import MODELS, REFUSALS
from sparse_weights import Weights

# Where there are no more layers than these, the program has to find which have attention, and which size is measured; of the others
# the first and the last are chosen, to be quick.
FEW_LAYERS = 16


def run(program, folder, options):
    command = [program, "measure", str(folder), "-o", str(folder / "out.json"), "--topk", "1", "--other-heads", "0",
               "--tensors", "safetensors", *options]
    return subprocess.run(command, capture_output=True, text=True, timeout=300)


def measure(program, model, folder):
    layers, sizes = list(model.layers), model.sizes
    weights = Weights()
    for layer in layers:
        model.layout(weights, layer, layer in (layers[0], layers[-1]), sizes)
    for layout, numbers, other_sizes in model.others:
        for layer in numbers:
            layout(weights, layer, False, other_sizes)
    (folder / "config.json").write_text(json.dumps(model.config))
    weights.save(folder, 3 if "405B" in model.name else 1)
    options = [*model.options, "--heads", f"0,{sizes.heads - 1}"]
    if len(layers) > FEW_LAYERS:
        layers = [layers[0], layers[-1]]
        options += ["--layers", f"{layers[0]},{layers[-1]}"]
    result = run(program, folder, options)
    if result.returncode != 0:
        return f"status {result.returncode}: {result.stderr.strip()}"
    found = json.loads((folder / "out.json").read_text())
    found["layer_numbers"] = found.get("layer_numbers") or list(range(found["num_layers"]))
    right = {"num_layers": len(layers), "num_heads": 2, "head_dim": sizes.head_dim, "hidden_size": sizes.hidden, "layer_numbers": layers}
    wrong = {key: found[key] for key, value in right.items() if found[key] != value}
    if wrong:
        return f"wrong: {wrong}"
    grams = [found["gram"][first][second][head] for first in (0, -1) for second in (0, -1) for head in (0, 1)]
    return None if grams == [4.0] * 8 else f"grams {grams}, which should all be 4"


def refuse(program, refusal, folder):
    weights = Weights()
    for name, (layers, shape, kind) in refusal.tensors.items():
        for layer in range(layers):
            weights.add(name.format(layer), shape, {}, kind)
    (folder / "config.json").write_text(json.dumps(refusal.config))
    weights.save(folder, 1)
    result = run(program, folder, [])
    if result.returncode == 0:
        return "was measured, but should be refused"
    return None if refusal.words in result.stderr else f"status {result.returncode}: {result.stderr.strip()}"


def main():
    failed = 0
    for check, cases in ((measure, MODELS), (refuse, REFUSALS)):
        for case in cases:
            with tempfile.TemporaryDirectory() as folder:
                complaint = check(sys.argv[1], case, pathlib.Path(folder))
            print(f"{case.name}: {complaint or 'as it should be'}")
            failed += complaint is not None
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
