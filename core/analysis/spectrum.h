// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/spectral_bounds.h"
#include "core/artifact/artifact.h"

#include <vector>

namespace sextant::analysis {

/// Spectral comparison of all pairs of layers, from `sym_eigs` alone: with `e` the magnitudes in decreasing
/// order, `S[l,m,h] = <e_l, e_m> / (||e_l|| ||e_m||)`. Zero spectra have S = 0 (as a zero operator has cosine
/// 0); NaN where a spectrum holds a non-finite value. O(L^2 H r).
struct SpectralAlignment {
    artifact::LayerPairTable cosine; ///< S, in [0, 1]
    artifact::LayerPairTable scale;  ///< `T_spec[l,a,h] = <e_l, e_a> / ||e_a||^2`, second index the anchor

    /// S+-, the same with signs, sorted downwards with them: the largest cosine that the symmetric parts can
    /// reach by turning one of them (von Neumann), in [-1, 1].
    artifact::LayerPairTable signedCosine;
    std::vector<SpectrumSums> sums; ///< [L, H]
    int eigenvalueCount = 0;        ///< 2r

    [[nodiscard]] const SpectrumSums& sumsAt(LayerIndex l, HeadIndex h) const {
        return sums[static_cast<std::size_t>(l.value) * static_cast<std::size_t>(cosine.heads()) +
                    static_cast<std::size_t>(h.value)];
    }
};

[[nodiscard]] SpectralAlignment spectralAlignment(const artifact::TensorFile& tensors,
                                                  const artifact::ArtifactShape& shape);

} // namespace sextant::analysis
