// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/evidence/reference.h"

#include <span>
#include <vector>

namespace sextant::family {

/// Eigenvalues of the anchors' cosines below this share of the largest count as 0: such anchors are
/// dependent, and dividing by what rounding has left of them would make a fit of noise.
inline constexpr double kDependent = 1e-10;

/// How well each layer's operator is a combination of the anchors', per head: `R^2_S[l] = c^T C_SS^+ c` with
/// `c = C[l, S]`, cut to [0, 1]; an anchor has 1 (0 if its operator is zero). [L, H], row-major. NaN where
/// a cosine of the layer is missing; an anchor with no data in a head is left out of that head's span, and
/// without any anchor all of the head is NaN. `anchors` are in range; an anchor that stands twice counts
/// once. O(H (L m^2 + m^3)) for m anchors.
[[nodiscard]] std::vector<double> spanRSquared(const artifact::LayerPairTable& cosine,
                                               std::span<const LayerIndex> anchors);

/// `sqrt(1 - R^2)` of each: what is left of an operator after the best combination of the anchors. [L, H].
[[nodiscard]] std::vector<double> spanResiduals(const artifact::LayerPairTable& cosine,
                                                std::span<const LayerIndex> anchors);

/// Of an isotropic operator and m given anchors of R^d, mean over `heads`: `R^2` has mean `m/d^2` and
/// deviation `sqrt(2 m)/d^2`, so to first order in 1/d^2 the residual has mean `1 - m/(2 d^2)` and half that
/// deviation; where m nears d^2 the mean is `sqrt(1 - m/d^2)`.
[[nodiscard]] evidence::Reference isotropicSpanResidual(int anchors, int hiddenSize, int heads);

} // namespace sextant::family
