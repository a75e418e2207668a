// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"

#include <stop_token>

namespace sextant::analysis {

/// What unrelated layers of the same shape would show.
struct ChanceLevels {
    double operatorCosineDeviation = 0.0; ///< standard deviation `1/d` about mean 0 (two-sided Haar)
    double spectralCosine = 0.0;          ///< mean S of two layers with i.i.d. Gaussian W_Q and W_K (sampled)
    double meanPrincipalCosine = 0.0;     ///< of two Haar-random k-dim subspaces of R^d (sampled)
    double smallestPrincipalCosine = 0.0; ///< the same, the smallest cosine (sampled)
    double firstOverlap = 0.0;            ///< `1/d`

    // One standard deviation of each, of one head (sampled); rough for S, which few samples stand for.
    double spectralCosineDeviation = 0.0;
    double meanPrincipalCosineDeviation = 0.0;
    double smallestPrincipalCosineDeviation = 0.0;
};

/// The levels of an artifact's shape; those that need k and 2r are NaN while the tensors are not known (pass
/// 0). Sampled ones use a fixed seed, so that two runs agree: principal angles of random subspaces are drawn
/// exactly, from two k x k Wishart matrices (`cos^2` are the eigenvalues of `(A+B)^-1/2 A (A+B)^-1/2`, A ~
/// W_k(k), B ~ W_k(d-k)); spectra from the triangular Bartlett factor of `[W_K; W_Q]`. Milliseconds to a few
/// tenths of a second at r = 128.
[[nodiscard]] ChanceLevels chanceLevels(const artifact::ArtifactShape& shape, int topk, int eigenvalueCount,
                                        const std::stop_token& stop = {});

} // namespace sextant::analysis
