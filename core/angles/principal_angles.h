// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"

#include <vector>

namespace sextant::angles {

/// The principal angles between the spans of two layers' directions, for one head.
struct PrincipalAngles {
    double meanCosine = 0.0;     ///< mean cosine of the principal angles, in [0, 1]
    double smallestCosine = 0.0; ///< cosine of the largest principal angle, in [0, 1]
    double firstOverlap = 0.0;   ///< squared inner product of the two first rows, as stored
};

/// Marks, among ranks, a head whose directions are not all finite.
inline constexpr int kMissingRank = -1;

/// Alignment of every layer with one anchor: `[L, H]`, NaN where a direction is not finite. Where directions
/// are linearly dependent, or lie beyond the rank of their operator (artifact::comparedDirections()), the
/// angles are those between the remaining spans: as many as the smaller rank; a span of rank 0 has cosines 0.
struct AngleRow {
    LayerIndex anchor;
    int heads = 0;
    std::vector<PrincipalAngles> values;
    std::vector<int> ranks; ///< [L, H] dimension of the span compared, or kMissingRank

    [[nodiscard]] const PrincipalAngles& at(LayerIndex l, HeadIndex h) const { return values[slot(l, h)]; }
    /// Of the directions of a layer and head, or kMissingRank.
    [[nodiscard]] int rankAt(LayerIndex l, HeadIndex h) const { return ranks[slot(l, h)]; }

private:
    [[nodiscard]] std::size_t slot(LayerIndex l, HeadIndex h) const {
        return static_cast<std::size_t>(l.value) * static_cast<std::size_t>(heads) +
               static_cast<std::size_t>(h.value);
    }
};

/// Alignment of all pairs of layers, `[L, L, H]`, symmetric in the layers. Complete: a table that is still
/// being computed is never handed out.
struct AngleTable {
    artifact::LayerPairTable meanCosine;
    artifact::LayerPairTable smallestCosine;
    artifact::LayerPairTable firstOverlap;
    std::vector<int> ranks; ///< [L, H], as in AngleRow

    /// The row of one anchor. O(L H).
    [[nodiscard]] AngleRow row(LayerIndex anchor) const;
};

} // namespace sextant::angles
