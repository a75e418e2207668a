// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"

#include <optional>

namespace sextant::artifact {

/// Singular values and eigenvalues below this share of the largest are zeros, computed in single precision.
inline constexpr double kZeroShare = 1e-5;

/// How many of the k stored directions of a head mean anything: `k_eff = #{i: sigma_i > 1e-5 sigma_1}`, at
/// most k, because the directions beyond an operator's rank are arbitrary. Without singular values the
/// non-zero eigenvalues of the symmetric part stand for them: twice the rank where key and query side are
/// independent, so the count is an upper bound only, and says nothing of an antisymmetric operator. k where
/// neither is known, or a value is not finite. O(r).
[[nodiscard]] int comparedDirections(const TensorFile& tensors, const ArtifactShape& shape, LayerIndex layer,
                                     HeadIndex head);

/// The rank of a head's operator.
struct OperatorRank {
    int rank = 0;
    bool isBound = false; ///< an upper bound, from the eigenvalues
};

/// How many singular values are not zero; without them at most as many as the eigenvalues of the symmetric
/// part that are not zero, and at most r. Nothing where neither is known or a value is not finite. O(r).
[[nodiscard]] std::optional<OperatorRank> operatorRank(const TensorFile& tensors, const ArtifactShape& shape,
                                                       LayerIndex layer, HeadIndex head);

} // namespace sextant::artifact
