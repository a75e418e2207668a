// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/change.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace sextant::workspace {
namespace {

constexpr Limits kLimits{.layers = 8, .heads = 4};

ViewState at(int anchor, HeadSelection head = {}) {
    ViewState state;
    state.anchors = {LayerIndex{anchor}};
    state.head = head;
    return state;
}

TEST(Change, PicksAnAnchorThatExists) {
    EXPECT_EQ(apply(at(7), ShowAnchor{LayerIndex{3}}, kLimits), at(3));
    EXPECT_EQ(apply(at(7), ShowAnchor{LayerIndex{8}}, kLimits), at(7));
    EXPECT_EQ(apply(at(7), ShowAnchor{LayerIndex{-1}}, kLimits), at(7));
    EXPECT_EQ(apply(at(0), ShowAnchor{LayerIndex{0}}, {}), at(0));
}

TEST(Change, MovesTheAnchorAsFarAsThereAreLayers) {
    EXPECT_EQ(apply(at(3), MoveAnchor{-1}, kLimits), at(2));
    EXPECT_EQ(apply(at(0), MoveAnchor{-1}, kLimits), at(0));
    EXPECT_EQ(apply(at(5), MoveAnchor{std::numeric_limits<int>::max()}, kLimits), at(7));
    EXPECT_EQ(apply(at(5), MoveAnchor{std::numeric_limits<int>::min()}, kLimits), at(0));
    EXPECT_EQ(apply(at(0), MoveAnchor{1}, {}), at(0));
}

/// The anchors, in words of a test: {1, 5}.
ViewState atAll(const std::vector<int>& anchors) {
    ViewState state;
    state.anchors.clear();
    for (const int anchor : anchors) {
        state.anchors.push_back(LayerIndex{anchor});
    }
    return state;
}

TEST(Change, PicksOneAnchorInPlaceOfSeveral) {
    EXPECT_EQ(apply(atAll({1, 5}), ShowAnchor{LayerIndex{2}}, kLimits), at(2));
    EXPECT_EQ(apply(atAll({1, 5}), ShowAnchor{LayerIndex{5}}, kLimits), at(5));
    EXPECT_EQ(apply(atAll({1, 5}), MoveAnchor{1}, kLimits), at(2));
    EXPECT_EQ(apply(atAll({1, 5}), ShowCell{LayerIndex{3}, HeadIndex{1}}, kLimits), at(3, HeadIndex{1}));
    EXPECT_EQ(apply(atAll({1, 5}), ShowAnchor{LayerIndex{8}}, kLimits), atAll({1, 5}));
}

TEST(Change, AddsAnAnchorBehindTheOthersAndRemovesIt) {
    const auto toggled = [](const ViewState& state, int anchor) {
        return apply(state, ToggleAnchor{LayerIndex{anchor}}, kLimits);
    };
    EXPECT_EQ(toggled(at(5), 1), atAll({5, 1}));
    EXPECT_EQ(toggled(atAll({5, 1}), 7), atAll({5, 1, 7}));
    EXPECT_EQ(toggled(atAll({5, 1, 7}), 1), atAll({5, 7}));
    EXPECT_EQ(toggled(atAll({5, 1, 7}), 5), atAll({1, 7})) << "the next one is the first";
    EXPECT_EQ(toggled(at(5), 5), at(5)) << "the last one stays";
    EXPECT_EQ(toggled(at(5), 8), at(5));
    EXPECT_EQ(toggled(at(5), -1), at(5));
    EXPECT_EQ(apply(at(0), ToggleAnchor{LayerIndex{1}}, {}), at(0)) << "there is no artifact";
}

TEST(Change, AddsNoMoreAnchorsThanAClickAllows) {
    ViewState state;
    for (int anchor = 1; anchor < 40; ++anchor) {
        state = apply(state, ToggleAnchor{LayerIndex{anchor}}, {.layers = 40, .heads = 1});
    }
    EXPECT_EQ(state.anchors.size(), kMostAnchors);
    EXPECT_EQ(apply(state, ToggleAnchor{LayerIndex{3}}, {.layers = 40, .heads = 1}).anchors.size(),
              kMostAnchors - 1);
}

TEST(Change, WalksFromTheMeanThroughTheHeads) {
    EXPECT_EQ(apply(at(0), MoveHead{1}, kLimits).head, HeadIndex{0});
    EXPECT_EQ(apply(at(0, HeadIndex{0}), MoveHead{-1}, kLimits).head, HeadSelection());
    EXPECT_EQ(apply(at(0, HeadIndex{3}), MoveHead{1}, kLimits).head, HeadIndex{3});
    EXPECT_EQ(apply(at(0), MoveHead{-1}, kLimits).head, HeadSelection());
    EXPECT_EQ(apply(at(0), MoveHead{1}, {}).head, HeadSelection());
}

TEST(Change, PicksAHeadThatExistsOrTheMean) {
    EXPECT_EQ(apply(at(0), ShowHead{HeadIndex{3}}, kLimits).head, HeadIndex{3});
    EXPECT_EQ(apply(at(0, HeadIndex{1}), ShowHead{HeadIndex{4}}, kLimits).head, HeadIndex{1});
    EXPECT_EQ(apply(at(0, HeadIndex{1}), ShowHead{}, kLimits).head, HeadSelection());
}

TEST(Change, PicksAnchorAndHeadOfACellTogetherOrNeither) {
    EXPECT_EQ(apply(at(7), ShowCell{LayerIndex{2}, HeadIndex{1}}, kLimits), at(2, HeadIndex{1}));
    EXPECT_EQ(apply(at(7), ShowCell{LayerIndex{2}, HeadIndex{4}}, kLimits), at(7));
    EXPECT_EQ(apply(at(7), ShowCell{LayerIndex{8}, HeadIndex{1}}, kLimits), at(7));
}

TEST(Change, SetsWhatThePlotsShow) {
    EXPECT_EQ(apply({}, SetSignTop{16}, {}).signTop, 16);
    EXPECT_EQ(apply({}, SetSignTop{0}, {}).signTop, ViewState().signTop);
    EXPECT_EQ(apply({}, CompareWith{ReferenceKind::Isotropic}, {}).reference, ReferenceKind::Isotropic);
    EXPECT_EQ(apply({}, SetColours{ColourRange::Fitted}, {}).colours, ColourRange::Fitted);
    EXPECT_EQ(apply({}, ShowQuantity{MapQuantity::RSquared}, {}).maps.heads, MapQuantity::RSquared);
    EXPECT_EQ(apply({}, ColourMapsBy{MapColours::Z}, {}).maps.colours, MapColours::Z);
    EXPECT_FALSE(apply({}, FadeChance{false}, {}).maps.faded);
    EXPECT_EQ(apply({}, SelectPlot{Plot::Angles}, {}).plot, Plot::Angles);
    EXPECT_TRUE(apply({}, ShowDepthBlocks{}, {}).depthBlocks);
    EXPECT_EQ(apply({}, ShowMap{Map::Family}, {}).plot, Plot::Eigenvalues);
    const ViewState heads = apply({}, ShowMap{Map::Heads}, {});
    EXPECT_EQ(heads.map, Map::Heads);
    EXPECT_EQ(heads.plot, Plot::Heads);
    EXPECT_EQ(apply(heads, ShowMap{Map::Layers}, {}), ViewState());
}

TEST(Change, KeepsTheLayerSpanOnTheAxis) {
    const auto spanAfter = [](AxisSpan span) { return apply({}, ZoomLayers{span}, kLimits).layerSpan; };
    EXPECT_EQ(spanAfter({1.0, 4.0}), (AxisSpan{1.0, 4.0}));
    EXPECT_EQ(spanAfter({-3.0, 0.0}), (AxisSpan{-0.5, 2.5}));
    EXPECT_EQ(spanAfter({6.0, 9.0}), (AxisSpan{4.5, 7.5}));
    EXPECT_EQ(spanAfter({-5.0, 50.0}), std::nullopt);
    EXPECT_EQ(spanAfter({-0.5, 7.5}), std::nullopt);
    ViewState zoomed = apply({}, ZoomLayers{AxisSpan{1.0, 4.0}}, kLimits);
    EXPECT_EQ(apply(zoomed, ZoomLayers{AxisSpan{4.0, 1.0}}, kLimits), zoomed);
    EXPECT_EQ(apply(zoomed, ZoomLayers{AxisSpan{std::nan(""), 1.0}}, kLimits), zoomed);
    EXPECT_EQ(apply(zoomed, ZoomLayers{}, kLimits), ViewState());
}

TEST(Change, HoldsOneZoomPerAxis) {
    ViewState state = apply({}, ZoomAxes{Plot::Signs, {{Axis::Left, AxisSpan{0.2, 0.4}}}}, kLimits);
    state = apply(state, ZoomAxes{Plot::Signs, {{Axis::Left, AxisSpan{0.3, 0.4}}}}, kLimits);
    state = apply(state, ZoomAxes{Plot::Heads, {{Axis::Rows, AxisSpan{0.0, 2.0}}}}, kLimits);
    state = apply(state, ZoomAxes{Plot::Heads, {{Axis::Rows, AxisSpan{2.0, 0.0}}}}, kLimits);
    EXPECT_EQ(state.axisZooms, (std::vector<AxisZoom>{{Plot::Signs, Axis::Left, {0.3, 0.4}},
                                                      {Plot::Heads, Axis::Rows, {0.0, 2.0}}}));
    EXPECT_EQ(apply(state, ZoomAxes{Plot::Signs, {{Axis::Left, {}}}}, kLimits).axisZooms.size(), 1U);
    EXPECT_EQ(apply(state, ResetZoom{}, kLimits), ViewState());
}

TEST(Change, ZoomsAxesOfOnePlotTogether) {
    const ZoomAxes both{Plot::Heads, {{Axis::Columns, AxisSpan{1.0, 3.0}}, {Axis::Rows, AxisSpan{0.0, 2.0}}}};
    const ViewState state = apply({}, both, kLimits);
    EXPECT_EQ(state.axisZooms, (std::vector<AxisZoom>{{Plot::Heads, Axis::Columns, {1.0, 3.0}},
                                                      {Plot::Heads, Axis::Rows, {0.0, 2.0}}}));
    EXPECT_EQ(apply(state, ZoomAxes{Plot::Heads, {{Axis::Columns, {}}, {Axis::Rows, {}}}}, kLimits),
              ViewState());
    EXPECT_EQ(apply(state, ZoomAxes{Plot::Heatmap, {{Axis::Columns, {}}}}, kLimits), state);
}

TEST(Change, RestoresAStateInRangeOfTheArtifact) {
    ViewState saved = at(20, HeadIndex{9});
    saved.signTop = -1;
    saved.layerSpan = AxisSpan{10.0, 14.0};
    const ViewState state = apply({}, Restore{saved}, kLimits);
    EXPECT_EQ(state.anchor(), LayerIndex{7});
    EXPECT_EQ(state.head, HeadSelection());
    EXPECT_EQ(state.signTop, 1);
    EXPECT_EQ(state.layerSpan, (AxisSpan{3.5, 7.5}));
    saved.anchors.clear();
    EXPECT_EQ(apply({}, Restore{saved}, kLimits).anchor(), LayerIndex{0});
    EXPECT_EQ(apply({}, Restore{atAll({20, 7, 3, 30, 3})}, kLimits), atAll({7, 3}));
}

TEST(Change, RestoresBeforeThereIsAnArtifact) {
    const ViewState saved = at(20, HeadIndex{9});
    EXPECT_EQ(apply({}, Restore{saved}, {}), saved);
}

} // namespace
} // namespace sextant::workspace
