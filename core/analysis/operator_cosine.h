// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace sextant::analysis {

/// Norms and products below this count as this, as in the reference script; a zero operator has cosine 0.
inline constexpr double kNormFloor = 1e-20;

/// Operator cosines `C[l,m,h] = G[l,m,h] / max(n[l,h] n[m,h], 1e-20)`, `n[l,h] = sqrt(max(G[l,l,h], 1e-20))`,
/// [L, L, H]. NaN where any of the three grams is not finite. O(L^2 H).
[[nodiscard]] artifact::LayerPairTable operatorCosines(const artifact::LayerPairTable& gram);

/// `[L, L]`, row-major: the mean over heads of `cosine`, leaving NaN heads out; NaN where no head is left.
[[nodiscard]] std::vector<double> headMeanMatrix(const artifact::LayerPairTable& cosine);

/// The scalar T that brings the anchor's operator nearest to layer l's: `G[l,a,h] / max(G[a,a,h], 1e-20)`.
/// NaN where either gram is not finite.
[[nodiscard]] double scale(const artifact::LayerPairTable& gram, LayerIndex layer, LayerIndex anchor,
                           HeadIndex head);

/// `sqrt(clip(1 - cosine^2, 0, 1))`: what is left of an operator after the best rescaling; NaN stays NaN.
[[nodiscard]] inline double residual(double cosine) {
    return std::isnan(cosine) ? cosine : std::sqrt(std::clamp(1.0 - cosine * cosine, 0.0, 1.0));
}

} // namespace sextant::analysis
