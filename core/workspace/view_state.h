// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/indices.h"
#include "core/base/map_look.h"
#include "core/base/plot_kind.h"
#include "core/base/reference_kind.h"

#include <optional>
#include <vector>

namespace sextant::workspace {

/// The plots of a workspace, by what they show.
using Plot = PlotKind;

/// The maps, and what the layers share together, have one place; one of them is in front.
enum class Map { Layers, Heads, Family };

/// What the colours of a map span: always -1 to 1, or the cosines of different layers.
enum class ColourRange { Fixed, Fitted };

/// The part of an axis that is shown, in the axis' own unit; finite, lower < upper.
struct AxisSpan {
    double lower = 0.0;
    double upper = 1.0;

    friend bool operator==(const AxisSpan&, const AxisSpan&) = default;
};

/// The axes of a plot that zoom on their own. The layer axis of the curves is not among them: they share it.
enum class Axis { Left, Right, Columns, Rows };

/// An axis that shows only a part of its values.
struct AxisZoom {
    Plot plot = Plot::Heatmap;
    Axis axis = Axis::Left;
    AxisSpan span;

    friend bool operator==(const AxisZoom&, const AxisZoom&) = default;
};

/// So many anchors at most: what they span is computed within a click.
inline constexpr std::size_t kMostAnchors = 16;

/// What a person looks at, as one value: every widget renders it, and only apply() makes the next one.
struct ViewState {
    /// Every layer pairs with the first; all span what the layers are compared with together. In the order in
    /// which they were added, each once, at least one and at most kMostAnchors.
    std::vector<LayerIndex> anchors{LayerIndex{0}};
    HeadSelection head;
    int signTop =
        kDefaultSignTop; ///< k' of the sign bars asked for, at least 1; plots show the nearest there is
    ReferenceKind reference =
        ReferenceKind::OtherHeads; ///< what values are compared with, where it can be had
    Map map = Map::Layers;
    bool depthBlocks = false; ///< whether they are drawn on the map of layers
    ColourRange colours = ColourRange::Fixed;
    MapLook maps;
    std::optional<AxisSpan> layerSpan; ///< of all curves; nullopt shows every layer
    std::vector<AxisZoom> axisZooms;   ///< at most one per plot and axis
    Plot plot = Plot::Heatmap;         ///< the one that "this plot" means: its numbers are in the panel

    [[nodiscard]] LayerIndex anchor() const { return anchors.front(); }

    friend bool operator==(const ViewState&, const ViewState&) = default;
};

} // namespace sextant::workspace
