// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/map_look.h"
#include "core/quantities/anchor_view.h"
#include "core/quantities/references.h"

#include <vector>

namespace sextant::quantities {

/// A map of one quantity with the place of each cell against its reference. Each list is row-major.
struct JudgedMap {
    std::vector<double> value;                   ///< NaN = missing
    std::vector<evidence::Reference> references; ///< of each cell; empty where none is available
    std::vector<double> z;       ///< normal equivalents; NaN where the value or its reference is not known
    std::vector<bool> standsOut; ///< more than chance: at most 5 % of them false on average
    ShownReference reference;    ///< which reference it is, and why not the chosen one; its series is empty

    [[nodiscard]] bool isKnown() const { return !z.empty(); }
};

/// The quantity of every layer and head against the anchor, [L, H]: Benjamini and Hochberg's procedure at 5 %
/// over all cells. Where no reference is available, nothing stands out and `z` is empty. O(L H) and a sort.
[[nodiscard]] JudgedMap judgedHeads(const QuantityKey& key, const Comparison& comparison,
                                    const References& references, ReferenceKind chosen);

/// The same with the view's anchor and reference, for whatever a map of heads can show; R^2 is not in the
/// catalogue. Where the distribution is too skewed for z to say how rare a value is, a monotone function of
/// it gives z and decides what stands out: for the residual and R^2 the cosine they are made of, for S its
/// residual. `signTop` is the k' of sign agreement.
[[nodiscard]] JudgedMap judgedHeads(const AnchorView& view, MapQuantity quantity, int signTop);

/// The key in the catalogue; for R^2 it is the cosine's.
[[nodiscard]] QuantityKey keyOf(MapQuantity quantity, int signTop);

/// The operator cosine of every pair of layers, [L, L], as the view's selection of heads shows it, likewise
/// over the pairs of different layers. O(L^2 H).
[[nodiscard]] JudgedMap judgedLayers(const AnchorView& view);

/// The references of every pair of layers, [L, L] row-major; unknown on the diagonal. `heads` holds the
/// cosines of other heads, null while they are to come or where there are none. O(L^2 H).
struct PairReferences {
    std::vector<evidence::EstimatedReference> cells;
    ShownReference shown; ///< which it is, and why not the chosen one; its series is empty
};
[[nodiscard]] PairReferences pairReferences(const analysis::AlignmentTables& tables, HeadSelection head,
                                            ReferenceKind chosen, const evidence::CrossHeads* heads);

} // namespace sextant::quantities
