// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/layer_numbers.h"
#include "core/base/map_look.h"
#include "core/quantities/anchor_view.h"

#include <cmath>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace sextant::figures {

/// One pair of layers, or one head of a layer.
struct RankedCell {
    LayerIndex layer;
    std::optional<LayerIndex> other; ///< of a pair, after `layer`
    HeadSelection head; ///< of a pair: the one whose cosine is largest in magnitude, where heads are averaged
    double value = std::numeric_limits<double>::quiet_NaN();
    double reference = std::numeric_limits<double>::quiet_NaN(); ///< mean of what it is compared with
    double deviation = std::numeric_limits<double>::quiet_NaN(); ///< one standard deviation of it
    double z = std::numeric_limits<double>::quiet_NaN();
    bool standsOut = false; ///< more than chance over the whole list

    [[nodiscard]] double departure() const { return value - reference; }
};

/// Everything that a list of them shows. Cells without a value are left out, and so is a layer with itself.
struct Ranking {
    std::string title;
    std::string valueName;         ///< "cosine"
    std::string referenceName;     ///< "other heads"; empty where there is none
    std::string note;              ///< why a reference is not there, or not the one chosen; else empty
    bool ofPairs = true;           ///< pairs of layers; false: heads of layers
    LayerNumbers numbers;          ///< how layers are shown
    std::vector<RankedCell> cells; ///< by place
};

/// The operator cosine of every pair of different layers, of the view's selection of heads. O(L^2 H).
[[nodiscard]] Ranking rankedPairs(const quantities::AnchorView& view);

/// A quantity of every layer and head against the view's anchor, as headMapFigure() has it; without cells,
/// and a note, where the view does not have it. O(L H).
[[nodiscard]] Ranking rankedHeads(const quantities::AnchorView& view, MapQuantity quantity, int signTop);

enum class RankOrder {
    Place, ///< layer, then other layer or head
    Value,
    Z,
    Departure ///< magnitude of value minus reference
};

/// What a list is narrowed to.
struct RankFilter {
    std::optional<LayerIndex> layer = std::nullopt; ///< pairs with it, or heads of it
    HeadSelection head = std::nullopt;              ///< only its cells; ignored for pairs
};

/// The places in `ranking.cells` of what passes the filter, in this order, the largest first unless
/// `ascending` (by place: the first first). What is NaN comes last. Equal ones keep their places. O(n log n).
[[nodiscard]] std::vector<std::size_t> ordered(const Ranking& ranking, RankOrder order, bool ascending,
                                               const RankFilter& filter = {});

/// "above", "below" or "within" the reference; empty where it is not known.
[[nodiscard]] const char* standingOf(const RankedCell& cell);

/// These cells as tab-separated lines below a header, numbers with as many digits as it takes to read them
/// back.
[[nodiscard]] std::string toText(const Ranking& ranking, const std::vector<std::size_t>& places);

} // namespace sextant::figures
