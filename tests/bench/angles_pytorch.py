# SPDX-License-Identifier: GPL-3.0-or-later
"""The angles of all anchors in batched PyTorch, as a careful user would write them: one QR of all directions, then
for each anchor one batched product and one batched svdvals. Prints "all_pairs SECONDS", the directions already loaded.

  angles_pytorch.py X-eigdirs.pt
"""
import sys
import time

import torch


def main():
    directions = torch.load(sys.argv[1], weights_only=True)["eig_dirs"].double()  # [L, H, k, d]
    begin = time.perf_counter()
    basis = torch.linalg.qr(directions.transpose(-1, -2)).Q  # [L, H, d, k]
    checksum = 0.0
    for anchor in range(directions.shape[0]):
        products = basis.transpose(-1, -2) @ basis[anchor]  # [L, H, k, k]
        cosines = torch.linalg.svdvals(products)
        overlap = (directions[:, :, 0] * directions[anchor, :, 0]).sum(-1) ** 2
        checksum += float(cosines.mean(-1).sum() + cosines.amin(-1).sum() + overlap.sum())
    print("all_pairs", time.perf_counter() - begin)
    print("checksum", checksum)


if __name__ == "__main__":
    main()
