// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/evidence/head_effects.h"
#include "core/evidence/relabelling.h"

#include <vector>

namespace sextant::evidence {

/// What the operators of different heads say of one anchor, for every quantity that comes from grams. Each
/// list is [L]; nothing is known at the anchor.
struct CrossHeadGrams {
    std::vector<Relabelled> cosine;   ///< C
    std::vector<Relabelled> residual; ///< `sqrt(1 - C^2)`
    std::vector<Relabelled> scale;    ///< T_opt
    std::vector<Relabelled> reached;  ///< `C / S_sv`; empty without singular values
};

/// The cosine of every draw that crossHeadGrams() uses.
[[nodiscard]] std::vector<HeadDraw> cosineDraws(const artifact::OtherHeadGrams& others,
                                                const artifact::GramFile& grams, const KeyGroups& groups);

/// From the draws that the tensor file has, which must have some. Left out are those that are not finite,
/// and, where the artifact states its key heads, those of two heads that share one. O(L^2 N), see
/// SampledHeads: milliseconds for L 36 and N 8, a tenth of a second for L 126.
[[nodiscard]] CrossHeadGrams crossHeadGrams(const artifact::TensorFile& tensors,
                                            const artifact::GramFile& grams, const KeyGroups& groups,
                                            LayerIndex anchor);

} // namespace sextant::evidence
