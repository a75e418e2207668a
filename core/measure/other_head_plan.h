// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/other_head_grams.h"

#include <vector>

namespace sextant::measure {

struct HeadGroup;

/// Which heads of two layers are multiplied with which others.
struct OtherHeadPlan {
    int draws = 0;                         ///< N for each pair of layers; 0: none
    std::vector<artifact::HeadPair> heads; ///< [P, N], by place among the selected heads
};

/// For each pair of `layers` layers a matching of up to `wanted` heads with heads of other groups: each head
/// at most once on either side. Where the groups are of one size and `wanted` is the number of heads, a
/// relabelling by whole groups. Over the pairs of a layer, all its heads are used about equally often. With
/// one group (all heads share a key), with other heads of it. None with one head or one layer; fewer than
/// wanted where a matching has no more. The same arguments give the same plan, on every machine. O(L^2 H log
/// H).
[[nodiscard]] OtherHeadPlan planOtherHeads(const std::vector<HeadGroup>& groups, int layers, int wanted);

} // namespace sextant::measure
