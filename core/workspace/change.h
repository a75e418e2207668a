// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/view_state.h"

#include <optional>
#include <variant>
#include <vector>

namespace sextant::workspace {

/// The sizes of the artifact on show; 0 before there is one.
struct Limits {
    int layers = 0;
    int heads = 0;

    friend bool operator==(const Limits&, const Limits&) = default;
};

/// Makes `anchor` the layer that all others are compared with, and the only anchor.
struct ShowAnchor {
    LayerIndex anchor;
};
/// Adds an anchor behind the others, or removes it: the next one is then the first. The last one stays, and
/// beyond kMostAnchors none is added.
struct ToggleAnchor {
    LayerIndex anchor;
};
/// Moves the first anchor by so many layers, as far as there are any; it is then the only one.
struct MoveAnchor {
    int by = 0;
};
/// Shows one head, or the mean over all.
struct ShowHead {
    HeadSelection head;
};
/// Walks through the mean and the heads, which stand in this order.
struct MoveHead {
    int by = 0;
};
/// Picks a cell of the map of heads: anchor, the only one, and head together.
struct ShowCell {
    LayerIndex anchor;
    HeadIndex head;
};
struct SetSignTop {
    int top = 0; ///< k', at least 1
};
/// Compares every value with another reference.
struct CompareWith {
    ReferenceKind reference = ReferenceKind::OtherHeads;
};
struct SetColours {
    ColourRange range = ColourRange::Fixed;
};
/// Draws the depth blocks on the map of layers, or takes them away.
struct ShowDepthBlocks {
    bool shown = true;
};
/// Chooses what the map of heads shows.
struct ShowQuantity {
    MapQuantity quantity = MapQuantity::Cosine;
};
struct ColourMapsBy {
    MapColours colours = MapColours::Value;
};
/// Draws cells of the maps that are no more than chance pale, or like the others.
struct FadeChance {
    bool faded = true;
};
/// Brings a map to the front; it becomes the plot that "this plot" means.
struct ShowMap {
    Map map = Map::Layers;
};
struct SelectPlot {
    Plot plot = Plot::Heatmap;
};
struct ZoomLayers {
    std::optional<AxisSpan> span; ///< nullopt shows all
};
/// Zooms axes of one plot together; an axis that is not among them stays as it is.
struct ZoomAxes {
    struct Part {
        Axis axis = Axis::Left;
        std::optional<AxisSpan> span; ///< nullopt shows all
    };
    Plot plot = Plot::Heatmap;
    std::vector<Part> parts;
};
/// Shows the whole of every axis.
struct ResetZoom {};
/// Takes a saved state.
struct Restore {
    ViewState state;
};

using Change = std::variant<ShowAnchor, ToggleAnchor, MoveAnchor, ShowHead, MoveHead, ShowCell, SetSignTop,
                            CompareWith, SetColours, ShowDepthBlocks, ShowQuantity, ColourMapsBy, FadeChance,
                            ShowMap, SelectPlot, ZoomLayers, ZoomAxes, ResetZoom, Restore>;

/// The state after `change`, in range of the artifact. What names a layer or a head that does not exist, a k'
/// below 1 or a span that is not one changes nothing. Without an artifact, layers and heads stay as they are,
/// but a restored state is taken as it is: fitted() brings it into range once there is one.
///
///     state = apply(state, ShowCell{LayerIndex{3}, HeadIndex{1}}, {.layers = 36, .heads = 32});
[[nodiscard]] ViewState apply(const ViewState& state, const Change& change, const Limits& limits);

/// `state` on an artifact of these sizes: a first anchor beyond the layers becomes the last one, further ones
/// that do not exist go, a head that does not exist becomes the mean, and spans end where the layers do.
[[nodiscard]] ViewState fitted(ViewState state, const Limits& limits);

} // namespace sextant::workspace
