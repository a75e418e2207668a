// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantities/references.h"

#include <vector>

namespace sextant::quantities {

/// A map of one quantity with the place of each cell against its reference. Each list is row-major.
struct JudgedMap {
    std::vector<double> value;   ///< NaN = missing
    std::vector<double> z;       ///< normal equivalents; NaN where the value or its reference is not known
    std::vector<bool> standsOut; ///< more than chance: at most 5 % of those named are false in the mean
    ShownReference reference;    ///< which reference it is, and why not the chosen one; its series is empty

    [[nodiscard]] bool isKnown() const { return !z.empty(); }
};

/// The quantity of every layer and head against the anchor, [L, H]: Benjamini and Hochberg's procedure at 5 %
/// over all cells. Where no reference can be had, nothing stands out and `z` is empty. O(L H) and a sort.
[[nodiscard]] JudgedMap judgedHeads(const QuantityKey& key, const Comparison& comparison,
                                    const References& references, ReferenceKind chosen);

/// The operator cosine of every pair of layers, [L, L], of one head or the mean over heads, likewise over the
/// pairs of different layers. Other heads are known per anchor only, so the same spectrum stands in. O(L^2
/// H).
[[nodiscard]] JudgedMap judgedLayers(const analysis::AlignmentTables& tables, HeadSelection head,
                                     ReferenceKind chosen);

} // namespace sextant::quantities
