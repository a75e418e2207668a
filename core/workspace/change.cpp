// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/change.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sextant::workspace {

namespace {

bool isSpan(const AxisSpan& span) {
    return std::isfinite(span.lower) && std::isfinite(span.upper) && span.lower < span.upper;
}

/// The part of `span` that lies on the axis of `layers` layers, which shows half a layer on either side; as
/// long as it was where the axis allows. Nothing when that is the whole axis.
std::optional<AxisSpan> onLayerAxis(const AxisSpan& span, int layers) {
    const double first = -0.5;
    const double last = layers - 0.5;
    const double length = std::min(span.upper - span.lower, last - first);
    const double lower = std::clamp(span.lower, first, last - length);
    const AxisSpan inside{lower, lower + length};
    return inside.lower <= first && inside.upper >= last ? std::nullopt : std::optional(inside);
}

bool isInRange(int index, int count) {
    return index >= 0 && index < count;
}

void setAnchor(ViewState& state, LayerIndex anchor) {
    state.anchors.assign(1, anchor);
}

/// The first anchor as near as there is a layer, of the others those that exist, each once.
void fitAnchors(std::vector<LayerIndex>& anchors, int layers) {
    std::vector<LayerIndex> kept;
    for (LayerIndex anchor : anchors) {
        if (kept.empty()) {
            anchor.value = layers > 0 ? std::clamp(anchor.value, 0, layers - 1) : anchor.value;
        } else if (layers > 0 && !isInRange(anchor.value, layers)) {
            continue;
        }
        if (kept.size() < kMostAnchors && std::ranges::find(kept, anchor) == kept.end()) {
            kept.push_back(anchor);
        }
    }
    anchors = kept.empty() ? std::vector{LayerIndex{0}} : std::move(kept);
}

/// One change to `state` at a time.
class Changer {
public:
    Changer(ViewState& state, const Limits& limits) : state_(state), limits_(limits) {}

    void operator()(const ShowAnchor& change) {
        if (isInRange(change.anchor.value, limits_.layers)) {
            setAnchor(state_, change.anchor);
        }
    }

    void operator()(const ToggleAnchor& change) {
        std::vector<LayerIndex>& anchors = state_.anchors;
        const auto found = std::ranges::find(anchors, change.anchor);
        if (found == anchors.end()) {
            if (isInRange(change.anchor.value, limits_.layers) && anchors.size() < kMostAnchors) {
                anchors.push_back(change.anchor);
            }
        } else if (anchors.size() > 1) {
            anchors.erase(found);
        }
    }

    void operator()(const MoveAnchor& change) {
        if (limits_.layers > 0) {
            const int wanted = state_.anchor().value + std::clamp(change.by, -limits_.layers, limits_.layers);
            setAnchor(state_, LayerIndex{std::clamp(wanted, 0, limits_.layers - 1)});
        }
    }

    void operator()(const ShowHead& change) {
        if (limits_.heads > 0 && (!change.head || isInRange(change.head->value, limits_.heads))) {
            state_.head = change.head;
        }
    }

    void operator()(const MoveHead& change) {
        if (limits_.heads > 0) {
            constexpr int kMean = -1;
            const int at = state_.head ? state_.head->value : kMean;
            const int wanted = std::clamp(at + std::clamp(change.by, -limits_.heads, limits_.heads), kMean,
                                          limits_.heads - 1);
            state_.head = wanted == kMean ? HeadSelection() : HeadSelection(HeadIndex{wanted});
        }
    }

    void operator()(const ShowCell& change) {
        if (isInRange(change.anchor.value, limits_.layers) && isInRange(change.head.value, limits_.heads)) {
            setAnchor(state_, change.anchor);
            state_.head = change.head;
        }
    }

    void operator()(const SetSignTop& change) {
        if (change.top >= 1) {
            state_.signTop = change.top;
        }
    }

    void operator()(const CompareWith& change) { state_.reference = change.reference; }

    void operator()(const SetColours& change) { state_.colours = change.range; }

    void operator()(const ShowQuantity& change) { state_.maps.heads = change.quantity; }

    void operator()(const ColourMapsBy& change) { state_.maps.colours = change.colours; }

    void operator()(const FadeChance& change) { state_.maps.faded = change.faded; }

    void operator()(const ShowMap& change) {
        state_.map = change.map;
        state_.plot = change.map == Map::Heads    ? Plot::Heads
                      : change.map == Map::Family ? Plot::Eigenvalues
                                                  : Plot::Heatmap;
    }

    void operator()(const ShowDepthBlocks& change) { state_.depthBlocks = change.shown; }

    void operator()(const SelectPlot& change) { state_.plot = change.plot; }

    void operator()(const ZoomLayers& change) {
        if (!change.span) {
            state_.layerSpan.reset();
        } else if (isSpan(*change.span) && limits_.layers > 0) {
            state_.layerSpan = onLayerAxis(*change.span, limits_.layers);
        }
    }

    void operator()(const ZoomAxes& change) {
        for (const ZoomAxes::Part& part : change.parts) {
            if (!part.span || isSpan(*part.span)) {
                zoom(change.plot, part);
            }
        }
    }

    void operator()(const ResetZoom&) {
        state_.layerSpan.reset();
        state_.axisZooms.clear();
    }

    void operator()(const Restore& change) { state_ = fitted(change.state, limits_); }

private:
    void zoom(Plot plot, const ZoomAxes::Part& part) {
        auto& zooms = state_.axisZooms;
        const auto same = std::ranges::find_if(
            zooms, [&](const AxisZoom& zoom) { return zoom.plot == plot && zoom.axis == part.axis; });
        if (same != zooms.end() && part.span) {
            same->span = *part.span;
        } else if (same != zooms.end()) {
            zooms.erase(same);
        } else if (part.span) {
            zooms.push_back({plot, part.axis, *part.span});
        }
    }

    ViewState& state_;
    const Limits& limits_;
};

} // namespace

ViewState apply(const ViewState& state, const Change& change, const Limits& limits) {
    ViewState next = state;
    std::visit(Changer(next, limits), change);
    return next;
}

ViewState fitted(ViewState state, const Limits& limits) {
    fitAnchors(state.anchors, limits.layers);
    state.signTop = std::max(state.signTop, 1);
    if (state.layerSpan && !isSpan(*state.layerSpan)) {
        state.layerSpan.reset();
    }
    std::erase_if(state.axisZooms, [](const AxisZoom& zoom) { return !isSpan(zoom.span); });
    if (limits.layers > 0 && state.layerSpan) {
        state.layerSpan = onLayerAxis(*state.layerSpan, limits.layers);
    }
    if (limits.heads > 0 && state.head && !isInRange(state.head->value, limits.heads)) {
        state.head.reset();
    }
    return state;
}

} // namespace sextant::workspace
