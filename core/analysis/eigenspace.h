#pragma once

#include "core/artifact/artifact.h"

#include <vector>

namespace sextant {

/// How the spans of two layers' directions lie to each other, for one head.
struct SubspaceAlignment {
    double meanCosine = 0.0;     ///< mean cosine of the principal angles, in [0, 1]
    double smallestCosine = 0.0; ///< cosine of the largest principal angle, in [0, 1]
    double firstOverlap = 0.0;   ///< squared inner product of the two first rows, as stored
};

/// Alignment of every layer with one anchor: `[L, H]`, NaN where a direction is not finite.
struct EigenspaceRow {
    LayerIndex anchor;
    int heads = 0;
    std::vector<SubspaceAlignment> values;

    const SubspaceAlignment& at(LayerIndex l, HeadIndex h) const {
        return values[static_cast<std::size_t>(l.value) * static_cast<std::size_t>(heads) +
                      static_cast<std::size_t>(h.value)];
    }
};

/// Alignment of all pairs of layers, `[L, L, H]`, symmetric in the layers. Complete: a table that is still being
/// computed is never handed out.
struct EigenspaceTable {
    LayerPairTable meanCosine;
    LayerPairTable smallestCosine;
    LayerPairTable firstOverlap;

    /// The row of one anchor. O(L H).
    EigenspaceRow row(LayerIndex anchor) const;
};

} // namespace sextant
