# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes expected.json: what the layers of bundled artifacts share together, computed with numpy alone.

Run in this folder: python3 make_expected.py
"""
import itertools
import json

import numpy as np


def cosines(name):
    j = json.load(open(f'../artifacts/{name}.json'))
    G = np.array(j['gram'])
    n = np.sqrt(np.einsum('llh->lh', G))
    C = G / (n[:, None] * n[None])
    return (C + C.transpose(1, 0, 2)) / 2


def head(C):
    values = np.linalg.eigvalsh(C)[::-1]
    L = len(C)
    best = C * C - np.eye(L)
    shares = []
    top = {(i, j): np.linalg.eigvalsh(C[i:j, i:j])[-1] for i in range(L) for j in range(i + 1, L + 1)}
    for k in range(1, min(L, 5) + 1):
        shares.append(max(sum(top[i, j] for i, j in zip((0, *cut), (*cut, L)))
                          for cut in itertools.combinations(range(1, L), k - 1)) / L)
    return dict(eigenvalues=values.tolist(), participation_ratio=L**2 / (C * C).sum(),
                operators_for_90_percent=int((np.cumsum(values) < .9 * values.sum()).sum() + 1),
                best_anchor=int(best.sum(0).argmax()), shares=shares)


def r_squared(C, anchors):  # [L, H]
    out = np.empty(C.shape[1:])
    for h in range(C.shape[2]):
        c = C[:, anchors, h]
        out[:, h] = np.einsum('la,ab,lb->l', c, np.linalg.pinv(C[np.ix_(anchors, anchors)][:, :, h], hermitian=True), c)
    return out


def greedy(C, count):
    chosen, steps, before = [], [], 0.
    for _ in range(count):
        def with_one(j):
            others = [l for l in range(len(C)) if l not in (*chosen, j)]
            return r_squared(C, chosen + [j])[others].mean()
        values = {j: with_one(j) for j in range(len(C)) if j not in chosen}
        layer = max(values, key=values.get)
        chosen.append(layer)
        steps.append(dict(layer=layer, gain=values[layer] - before, r_squared=values[layer]))
        before = values[layer]
    return steps


models = []
for name, anchors in (('stories260K', [3, 1]), ('tinygpt_vehicle_8L4H', [7, 0, 3]), ('slm4096', [0, 2]),
                      ('kwt1_1head', [11, 4, 5])):
    C = cosines(name)
    models.append(dict(model=name, anchors=anchors, heads=[head(C[:, :, h]) for h in range(C.shape[2])],
                       mean=head(C.mean(2)), residual=np.sqrt(np.clip(1 - r_squared(C, anchors), 0, 1)).tolist(),
                       greedy=greedy(C, min(len(C) - 1, 3))))
json.dump(models, open('expected.json', 'w'))
