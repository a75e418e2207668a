// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/map_look.h"
#include "core/figures/matrix_figure.h"
#include "core/quantities/anchor_view.h"

#include <algorithm>
#include <array>
#include <string>

namespace sextant::figures {

/// Every quantity that a map of heads can show, in the order in which they are offered.
inline constexpr std::array kMapQuantities = [] {
    std::array<MapQuantity, kMapQuantityRows.size()> quantities{};
    std::ranges::transform(kMapQuantityRows, quantities.begin(), &MapQuantityRow::quantity);
    return quantities;
}();

/// Its name in menus, e.g. "spectral cosine S".
[[nodiscard]] const char* nameOf(MapQuantity quantity);

/// What it means, as one sentence.
[[nodiscard]] std::string meaningOf(MapQuantity quantity);

/// Why the view does not have it, in a sentence; empty when it does.
[[nodiscard]] std::string whyNotShown(const quantities::AnchorView& view, MapQuantity quantity);

/// Operator cosine of every pair of layers, of the view's selection of heads, beside the view's reference.
/// Cells within chance are faded as `look` says. O(L^2 H).
[[nodiscard]] MatrixFigure heatmapFigure(const quantities::AnchorView& view, const MapLook& look = {});

/// A quantity of every layer and head, [H, L], most of them against the anchor. `signTop` is the k' of sign
/// agreement; one that the view does not have becomes the largest below it. A message where the view does not
/// have the quantity. O(L H).
[[nodiscard]] MatrixFigure headMapFigure(const quantities::AnchorView& view, const MapLook& look = {},
                                         int signTop = kDefaultSignTop);

} // namespace sextant::figures
