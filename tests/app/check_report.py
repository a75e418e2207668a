# SPDX-License-Identifier: GPL-3.0-or-later
"""Compare `sextant report --format json` and csv with NumPy, on an artifact made of dense operators.

  check_report.py PROGRAM

Exits with 77 where NumPy is not installed, 1 when a number differs by more than 1e-10.
"""
import csv
import itertools
import json
import pathlib
import struct
import subprocess
import sys
import tempfile

try:
    import numpy as np
except ImportError:
    print("skipped: NumPy is not installed")
    sys.exit(77)

L, H, GROUPS, R, D, K, DRAWS = 5, 8, 4, 4, 14, 3, 6
SIZE = H // GROUPS
TOLERANCE = 1e-10


class Model:
    """Dense operators that share a background, one head that all layers have but for noise, and one operator of rank 2."""

    def __init__(self):
        random = np.random.default_rng(20261126)
        background = np.outer(random.normal(size=D), random.normal(size=D))
        planted = random.normal(size=(D, R)), random.normal(size=(R, D))
        self.g = np.empty((L, H, D, D))
        for l, h in itertools.product(range(L), range(H)):
            rank = 2 if (l, h) == (3, 2) else R - 1
            own = random.normal(size=(D, rank)) @ random.normal(size=(rank, D))
            if h == 1:
                own = (-1) ** l * (planted[0] + 0.2 * random.normal(size=(D, R))) @ planted[1]
            elif (l, h) != (3, 2):
                own = own + random.uniform(0.2, 3.0) * background
            self.g[l, h] = own * random.uniform(0.5, 2.0)
        self.gram = np.einsum("lhij,mhij->lmh", self.g, self.g)
        self.norms = np.sqrt(np.einsum("llh->lh", self.gram))
        symmetric = np.linalg.eigvalsh((self.g + self.g.transpose(0, 1, 3, 2)) / 2)
        order = np.argsort(-abs(symmetric), axis=-1, kind="stable")[..., :2 * R]
        self.e = np.take_along_axis(symmetric, order, -1)
        self.e[abs(self.e) < 1e-12] = 0.0
        _, s, vh = np.linalg.svd(self.g)
        self.s = np.where(s[..., :R] < 1e-12, 0.0, s[..., :R])
        self.v = vh[..., :K, :].copy()
        self.pairs = list(itertools.combinations(range(L), 2))
        self.draws = np.empty((len(self.pairs), DRAWS, 2), dtype=np.int64)
        for p in range(len(self.pairs)):
            heads = random.permutation(H)[:DRAWS]
            self.draws[p] = [(h, (h + SIZE * random.integers(1, GROUPS)) % H) for h in heads]
        self.others = np.array([[np.sum(self.g[l, h] * self.g[m, other]) for h, other in self.draws[p]]
                                for p, (l, m) in enumerate(self.pairs)])

    def write(self, folder):
        tensors = {"eig_dirs": self.v, "sym_eigs": self.e, "sing_vals": self.s, "other_grams": self.others,
                   "other_heads": self.draws}
        header, data = {}, b""
        for name, values in tensors.items():
            raw = np.ascontiguousarray(values).tobytes()
            header[name] = {"dtype": "I64" if values.dtype == np.int64 else "F64", "shape": list(values.shape),
                            "data_offsets": [len(data), len(data) + len(raw)]}
            data += raw
        text = json.dumps(header).encode()
        text += b" " * (-len(text) % 8)
        (folder / "x-eigdirs.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)
        path = folder / "x.json"
        path.write_text(json.dumps({
            "num_layers": L, "num_heads": H, "head_dim": R, "hidden_size": D, "gram": self.gram.tolist(),
            "eigdirs_path": "x-eigdirs.safetensors", "model": "made", "num_kv_heads": GROUPS,
            "norms": {"input_norm": "not folded", "q_norm": "absent"}, "rope_offset": 0}))
        return path


def residual(cosine):
    return np.sqrt(np.clip(1 - cosine * cosine, 0, 1))


def residual_reference(mean, sd):
    points = np.linspace(-6, 6, 33)
    weights = np.exp(-0.5 * points ** 2)
    values = residual(np.clip(mean + points * sd, -1, 1))
    centre = (weights * values).sum() / weights.sum()
    return centre, np.sqrt((weights * (values - centre) ** 2).sum() / weights.sum())


def normal_equivalent(t, freedom):
    return np.copysign((8 * freedom + 1) / (8 * freedom + 3) * np.sqrt(freedom * np.log1p(t * t / freedom)), t)


def relabelled(cells):
    """Mean and deviation of the same-index mean over relabellings of key groups; cells [H, H] (other, head)."""
    mean = sum(cells[p::SIZE, p::SIZE] for p in range(SIZE)) / SIZE
    centred = mean - mean.mean(0) - mean.mean(1)[:, None] + mean.mean()
    return mean.mean(), np.sqrt((centred ** 2).sum() / ((GROUPS - 1) * GROUPS ** 2))


def sampled(values, anchor, pairs, draws, every=True):
    """Mean, deviation and degrees of freedom where some pairs of heads are known; values [P, N]."""
    use = [p for p, pair in enumerate(pairs) if every or anchor in pair]
    rows, drawn, groups = [], [], []
    for p in use:
        for i, (h, other) in enumerate(draws[p]):
            row = np.zeros(L * H)
            row[pairs[p][0] * H + h] += 1
            row[pairs[p][1] * H + other] += 1
            rows.append(row)
            drawn.append(values[p, i])
            groups.append(p)
    design, drawn, groups = np.array(rows), np.array(drawn), np.array(groups)
    mean = {p: drawn[groups == p].mean() for p in use}
    centred = drawn - np.array([mean[p] for p in groups])
    for p in use:
        design[groups == p] -= design[groups == p].mean(0)
    effects = np.linalg.lstsq(design, centred, rcond=1e-10)[0]
    remainder = centred - design @ effects
    told = sum(max(0, len({h for p in use for side in (0, 1) if pairs[p][side] == l
                           for h in draws[p][:, side]}) - 1) for l in range(L))
    freedom = len(drawn) - len(use) - told
    keys = {(p, i): tuple(draws[p][i] // SIZE) for p in use for i in range(DRAWS)}
    mates = {p: sum(keys[p, i] == keys[p, j] for i in range(DRAWS) for j in range(DRAWS) if i != j) / DRAWS for p in use}
    told_apart = remainder if freedom >= 8 else centred
    products, count = 0.0, 0
    for n, (p, i) in enumerate(keys):
        for m, (q, j) in enumerate(keys):
            if m < n and p == q and keys[p, i] == keys[q, j]:
                products += told_apart[n] * told_apart[m]
                count += 1
    same_keys = 1.0
    if count >= 10:
        same_keys = min(1.0, max(0.0, products / count / (told_apart @ told_apart / len(drawn))))
    around = np.array([anchor in pairs[p] for p in groups])
    whole_freedom = around.sum() - sum(1 + mates[p] * same_keys for p in use if anchor in pairs[p])
    whole = (centred[around] ** 2).sum() / whole_freedom
    own_freedom = freedom * around.sum() / len(drawn)
    effect, spread, degrees = 0.0, whole, whole_freedom
    if freedom >= 8:
        if own_freedom >= 8:
            spread, degrees = (remainder[around] ** 2).sum() / own_freedom, own_freedom
        else:
            spread, degrees = (remainder ** 2).sum() / freedom, freedom
        effect = max(0.0, (whole - spread) / 2)
    result = np.full((3, L), np.nan)
    for p in use:
        if anchor not in pairs[p]:
            continue
        layer = pairs[p][0] + pairs[p][1] - anchor
        shares = [np.bincount(draws[p][:, side], minlength=H) / DRAWS - 1 / H for side in (0, 1)]
        of_mean = (1 + mates[p] * same_keys) / DRAWS + (1 + (SIZE - 1) * same_keys) / H
        result[:, layer] = (mean[p], np.sqrt(spread * of_mean + effect * sum((s ** 2).sum() for s in shares)), degrees)
    return result


def expectations(model, a):
    """Quantities [L, H], references {(quantity, kind): (mean [L], sd [L], freedom [L] or None)} of an anchor."""
    n, e, s = model.norms, model.e, model.s
    cosine = model.gram[:, a] / (n * n[a])
    scale = model.gram[:, a] / n[a] ** 2
    magnitudes, ordered = -np.sort(-abs(e), -1), -np.sort(-e, -1)
    size, singular = np.linalg.norm(e, axis=-1), np.linalg.norm(s, axis=-1)
    spectral = lambda l, m: magnitudes[l] @ magnitudes[m].T / np.outer(size[l], size[m])
    signed = lambda l, m: ordered[l] @ ordered[m].T / np.outer(size[l], size[m])
    allowed = lambda l, m: s[l] @ s[m].T / np.outer(singular[l], singular[m])
    diagonal = lambda cells: np.array([np.diag(cells(l, a)) for l in range(L)])
    quantities = {
        "operator_cosine": cosine, "operator_residual": residual(cosine), "operator_scale": scale,
        "spectral_cosine": diagonal(spectral), "spectral_residual": residual(np.clip(diagonal(spectral), 0, 1)),
        "spectral_floor": abs(e).sum(-1) * abs(e[a]).sum(-1) / (2 * R * size * size[a]),
        "signed_spectral_cosine": diagonal(signed),
        "singular_value_cosine": diagonal(allowed), "reached_cosine": cosine / diagonal(allowed),
        "symmetric_share": (e ** 2).sum(-1) / n ** 2, "matching_index": np.sqrt(D) * e.sum(-1) / n}
    references = {}

    def per_head(name, kind, mean, sd):
        references[name, kind] = (mean.mean(1), np.sqrt((sd ** 2).sum(1)) / H, None)

    total, squares = e.sum(-1), (e ** 2).sum(-1)
    traceless = squares - total ** 2 / D
    rest = np.maximum(0, n ** 2 - squares)
    turned = total * total[a] / (D * n * n[a])
    variance = (traceless * traceless[a] / (D * (D + 1) / 2 - 1) + rest * rest[a] / (D * (D - 1) / 2)) / (n * n[a]) ** 2
    for kind, mean, sd in (("isotropic", 0 * turned, np.full((L, H), 1 / D)), ("same_spectrum", turned, np.sqrt(variance))):
        per_head("operator_cosine", kind, mean, sd)
        per_head("operator_scale", kind, mean * n / n[a], sd * n / n[a])
        per_head("reached_cosine", kind, mean / diagonal(allowed), sd / diagonal(allowed))
        of_residual = np.array([[residual_reference(mean[l, h], sd[l, h]) for h in range(H)] for l in range(L)])
        per_head("operator_residual", kind, of_residual[..., 0], of_residual[..., 1])
    per_head("symmetric_share", "isotropic", np.full((L, H), (1 + 1 / D) / 2), np.full((L, H), 1 / (np.sqrt(2) * D)))
    per_head("matching_index", "isotropic", np.zeros((L, H)), np.ones((L, H)))
    overlap = np.full((L, H), np.sqrt(2 * (D - 1) / (D + 2)) / D)
    per_head("first_overlap", "isotropic", np.full((L, H), 1 / D), overlap)

    def all_heads(name, cells):
        found = [relabelled(cells(l, a)) for l in range(L)]
        references[name, "other_heads"] = (np.array([f[0] for f in found]), np.array([f[1] for f in found]), None)

    all_heads("spectral_cosine", spectral)
    all_heads("spectral_residual", lambda l, m: residual(np.clip(spectral(l, m), 0, 1)))
    all_heads("spectral_scale", lambda l, m: magnitudes[l] @ magnitudes[m].T / size[m] ** 2)
    all_heads("signed_spectral_cosine", signed)
    all_heads("singular_value_cosine", allowed)
    top = 2
    while top <= 2 * R:
        agreement = lambda l, m: (np.sign(e[l])[:, None, :top] == np.sign(e[m])[None, :, :top]).mean(-1)
        quantities["sign_agreement_%d" % top] = diagonal(agreement)
        all_heads("sign_agreement_%d" % top, agreement)
        top *= 2
    ranks = np.minimum(K, (s > 1e-5 * s[..., :1]).sum(-1))
    angles = np.empty((3, L, H, H))
    for l, other, h in itertools.product(range(L), range(H), range(H)):
        one = np.linalg.qr(model.v[l, other, :ranks[l, other]].T)[0]
        two = np.linalg.qr(model.v[a, h, :ranks[a, h]].T)[0]
        cosines = np.linalg.svd(one.T @ two, compute_uv=False)
        angles[:, l, other, h] = (cosines.mean(), cosines.min(), (model.v[l, other, 0] @ model.v[a, h, 0]) ** 2)
    for i, name in enumerate(("principal_cosine_mean", "principal_cosine_min", "first_overlap")):
        quantities[name] = np.array([np.diag(angles[i, l]) for l in range(L)])
        all_heads(name, lambda l, m, i=i: angles[i, l])

    of_draws = np.array([[model.others[p, i] / (n[l, h] * n[m, other]) for i, (h, other) in enumerate(model.draws[p])]
                         for p, (l, m) in enumerate(model.pairs)])
    reached = np.array([[of_draws[p, i] / allowed(l, m)[h, other] for i, (h, other) in enumerate(model.draws[p])]
                        for p, (l, m) in enumerate(model.pairs)])
    references["operator_cosine", "other_heads"] = sampled(of_draws, a, model.pairs, model.draws)
    references["operator_residual", "other_heads"] = sampled(residual(of_draws), a, model.pairs, model.draws)
    references["reached_cosine", "other_heads"] = sampled(reached, a, model.pairs, model.draws)
    mean_size = np.sqrt((n ** 2).mean(1))
    relative = np.full_like(of_draws, np.nan)
    for p, (l, m) in enumerate(model.pairs):
        if a in (l, m):
            layer, side = (m, 1) if l == a else (l, 0)
            of_layer, of_anchor = n[layer, model.draws[p][:, side]], n[a, model.draws[p][:, 1 - side]]
            relative[p] = of_draws[p] * of_layer / of_anchor / mean_size[layer]
    of_scale = sampled(relative, a, model.pairs, model.draws, every=False)
    of_scale[:2] *= mean_size
    references["operator_scale", "other_heads"] = of_scale
    return quantities, references


def family(model):
    """Eigenvalues, participation ratio and operators for 90 % of each head; layers and gains that greedy finds."""
    cosine = model.gram / (model.norms[:, None] * model.norms[None])
    heads = []
    for h in range(H):
        values = np.linalg.eigvalsh(cosine[..., h])[::-1]
        enough = int(np.argmax(np.cumsum(values) >= 0.9 * values.sum() - 1e-9)) + 1
        heads.append((values, L ** 2 / (cosine[..., h] ** 2).sum(), enough))
    chosen, gains, before = [], [], 0.0
    while len(chosen) < L - 1:
        best = None
        for layer in sorted(set(range(L)) - set(chosen)):
            some = chosen + [layer]
            rest = [l for l in range(L) if l not in some]
            explained = [cosine[l, some, h] @ np.linalg.pinv(cosine[np.ix_(some, some, [h])][..., 0], rcond=1e-9) @ cosine[l, some, h]
                         for l in rest for h in range(H)]
            if best is None or np.mean(explained) > best[0] + 1e-12:
                best = (np.mean(explained), layer)
        gains.append(best[0] - before)
        before = best[0]
        chosen.append(best[1])
    return heads, chosen, gains


class Comparison:
    def __init__(self):
        self.numbers, self.faults = 0, []

    def close(self, what, found, expected, tolerance=TOLERANCE):
        found = np.array([np.nan if x is None or x == "" else float(x) for x in np.ravel(np.array(found, dtype=object))])
        expected = np.ravel(np.asarray(expected, dtype=float))
        if "residual" in what and tolerance == TOLERANCE:  # the root of what rounding leaves of 1 - 1
            tiny = (found < 1e-6) & (expected < 1e-6)
            found, expected = np.where(tiny, 0.0, found), np.where(tiny, 0.0, expected)
        self.numbers += expected.size
        same = found.size == expected.size and np.array_equal(np.isnan(found), np.isnan(expected)) and np.all(
            np.nan_to_num(abs(found - expected)) <= tolerance * np.maximum(1, np.nan_to_num(abs(expected))))
        self.true(what + "\n  %s\n  %s" % (found, expected), same)

    def true(self, what, holds):
        if not holds:
            self.faults.append(what)


def compare(model, report, table):
    comparison = Comparison()
    comparison.true("format_version", report["format_version"] == 2)
    comparison.true("norms", report["artifact"]["norms"] == {"input_norm": "not folded", "q_norm": "absent", "k_norm": "unknown"})
    comparison.true("notices", len(report["artifact"]["notices"]) == 3)
    for anchor in report["anchors"]:
        a = anchor["anchor"]
        others = [l for l in range(L) if l != a]
        quantities, references = expectations(model, a)
        lines = [row for row in table if row["anchor"] == str(a)]
        for name, values in quantities.items():
            what = "anchor %d %s" % (a, name)
            comparison.close(what, anchor["quantities"][name]["per_layer_head"], values)
            comparison.close(what + " mean", anchor["quantities"][name]["mean_over_heads"], values.mean(1))
            comparison.close(what + " csv", [row[name] for row in lines if row["head"] != "mean"], values)
        for (name, kind), (mean, sd, freedom) in references.items():
            found = anchor["evidence"][name][kind]
            what = "anchor %d %s %s" % (a, name, kind)
            mean, sd = np.array(mean), np.array(sd)
            if name not in ("symmetric_share", "matching_index"):
                mean[a] = sd[a] = np.nan
            comparison.close(what + " mean", found["mean"], mean)
            comparison.close(what + " sd", found["sd"], sd)
            values = np.array(anchor["quantities"][name]["mean_over_heads"], dtype=float)
            z = (values - mean) / sd
            z = z if freedom is None else normal_equivalent(z, freedom)
            known = ~(sd < 1e-12)  # or rounding is divided by rounding
            comparison.close(what + " z", np.array(found["z"], dtype=float)[known], z[known], 1e-8)
            means = [row for row in lines if row["head"] == "mean"]
            for key in ("mean", "sd", "z"):
                cells = [row["evidence.%s.%s.%s" % (name, kind, key)] for row in means]
                comparison.close(what + " csv " + key, cells, np.array(found[key], dtype=float))
        verdict = anchor["summary"]["verdict"]
        cosine = quantities["operator_cosine"][others]
        comparison.close("r_squared", verdict["r_squared"], (cosine ** 2).mean())
        comparison.close("negative_scale_share", verdict["negative_scale_share"], (cosine < 0).mean())
        comparison.close("mean_cosine_without_anchor", verdict["mean_cosine_without_anchor"], cosine.mean())
        grade = next((word for limit, word in ((0.9, "STRONG"), (0.5, "MEDIUM"), (0.1, "WEAK")) if cosine.mean() > limit), "REJECTED")
        comparison.true("grade_without_anchor", verdict["grade_without_anchor"] == grade)
        mean, sd, freedom = references["operator_cosine", "other_heads"]
        z = (cosine.mean() - np.nanmean(mean)) / (np.sqrt(np.nansum(sd ** 2)) / len(others))
        comparison.true("above_other_heads", verdict["above_other_heads"] == (normal_equivalent(z, np.nanmin(freedom)) > 3))
        comparison.true("csv verdict", all(row["verdict.grade_without_anchor"] == grade for row in lines if row["head"] == "mean"))
        for name in ("spectral_floor", "signed_spectral_cosine", "singular_value_cosine", "symmetric_share", "matching_index"):
            for kind in ("isotropic", "same_spectrum", "other_heads"):
                keys = anchor["evidence"][name][kind]
                comparison.true(name + kind, {"mean", "sd", "z"} <= set(keys) and ("why_not" in keys) == (keys["mean"] is None))
    heads, layers, gains = family(model)
    for found, (values, ratio, enough) in zip(report["family"]["per_head"], heads):
        comparison.close("eigenvalues", found["eigenvalues"], values)
        comparison.close("participation_ratio", found["participation_ratio"], ratio)
        comparison.true("operators_for_90_percent", found["operators_for_90_percent"] == enough)
        comparison.true("blocks", [l for first, last in found["blocks"] for l in range(first, last + 1)] == list(range(L)))
    greedy = report["family"]["greedy_anchors"]
    comparison.true("greedy layers", [step["layer"] for step in greedy] == layers[:len(greedy)])
    comparison.close("greedy gains", [step["gain"] for step in greedy], gains[:len(greedy)], 1e-9)
    comparison.true("gain_by_chance", all(step["gain_by_chance"] > 0 for step in greedy))
    return comparison


def main():
    model = Model()
    with tempfile.TemporaryDirectory() as folder:
        path = model.write(pathlib.Path(folder))
        texts = [subprocess.run([sys.argv[1], "report", str(path), "--format", format, "--anchor", "all"], check=True,
                                capture_output=True, text=True).stdout for format in ("json", "csv")]
    comparison = compare(model, json.loads(texts[0]), list(csv.DictReader(texts[1].splitlines())))
    for fault in comparison.faults:
        print("differs: " + fault)
    print("%d numbers compared, %d differences" % (comparison.numbers, len(comparison.faults)))
    return 1 if comparison.faults else 0


if __name__ == "__main__":
    sys.exit(main())
