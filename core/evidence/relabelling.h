// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/indices.h"
#include "core/evidence/key_groups.h"
#include "core/evidence/reference.h"

#include <functional>
#include <vector>

namespace sextant::evidence {

/// A quantity between head `other` of a layer and head `head` of the anchor, `M[h', h] = Q(l, h'; a, h)`; NaN
/// where either head has no data.
using CellValue = std::function<double(HeadIndex other, HeadIndex head)>;

/// One head against the cells of other key groups.
struct HeadReference {
    /// What the cells of other groups predict for this one, each head's own share added (additive in h' and
    /// h), and how far a cell strays from such a prediction.
    Reference reference;
    /// Degrees of freedom of that deviation, fewer where cells stray further than a normal distribution
    /// allows.
    double freedom = std::numeric_limits<double>::infinity();
    double rank = std::numeric_limits<double>::quiet_NaN(); ///< see rankShare()
    double shared = 0.0; ///< the part of the deviation that the head has in common with the other layers'
};

/// What a layer would show if its heads' labels meant nothing.
struct Relabelled {
    Reference ofMean;                   ///< of the mean over heads
    std::vector<HeadReference> ofHeads; ///< [H]
    /// Degrees of freedom of ofMean's deviation; infinite where it follows from all pairs of heads.
    double freedom = std::numeric_limits<double>::infinity();
};

/// The null that head labels mean nothing: the layer's heads are relabelled, whole key groups at a time, and
/// the anchor's stay. Over relabellings the same-index mean of M has mean `mean(M)` and variance `sum d^2 /
/// ((G-1) G^2)` for G groups, where M is averaged over the positions within groups and d is M double-centred:
/// what a head brings to every cell drops out on both sides. Groups with a head that has no data are left
/// out; with fewer than two groups nothing is known, with two nothing of a single head's deviation. Calls
/// `value` for the H G pairs that stand at the same position of their groups. O(H G).
[[nodiscard]] Relabelled relabelled(const KeyGroups& groups, const CellValue& value);

/// The share of `draws` and the value itself that are at least the value: `(1 + #{draw >= value}) / (n + 1)`.
/// Of alike heads each share is as likely as any other, and none is smaller than `1/(n+1)`. NaN draws do not
/// count; NaN without draws or value.
[[nodiscard]] double rankShare(double value, std::span<const double> draws);

/// The z of one head, as unlikely under a normal distribution as it is with so few cells to tell the
/// deviation from.
[[nodiscard]] double zOfHead(double value, const HeadReference& reference);

} // namespace sextant::evidence
