// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/view_state_json.h"

#include <gtest/gtest.h>

#include <string>

namespace sextant::workspace {
namespace {

TEST(ViewStateJson, RoundTrips) {
    EXPECT_EQ(viewStateFromJson(toJson({})), ViewState());
    ViewState state;
    state.anchors = {LayerIndex{7}, LayerIndex{0}};
    state.head = HeadIndex{3};
    state.signTop = 16;
    state.map = Map::Heads;
    state.colours = ColourRange::Fitted;
    state.maps = {MapQuantity::SymmetricShare, MapColours::Z, false};
    state.reference = ReferenceKind::SameSpectrum;
    state.layerSpan = AxisSpan{1.1, 4.7};
    state.axisZooms = {{Plot::Residual, Axis::Right, {0.1, 0.30000000000000004}},
                       {Plot::Heads, Axis::Columns, {-0.5, 2.0}}};
    state.plot = Plot::Angles;
    state.depthBlocks = true;
    EXPECT_EQ(viewStateFromJson(toJson(state)), state);
}

TEST(ViewStateJson, RemembersEveryPlotByItsName) {
    for (const PlotRow& row : kPlotRows) {
        ViewState state;
        state.plot = row.kind;
        EXPECT_NE(toJson(state).find("\"plot\":\"" + std::string(row.name) + '"'), std::string::npos);
        EXPECT_EQ(viewStateFromJson(toJson(state)), state) << row.name;
    }
}

TEST(ViewStateJson, SaysItsVersion) {
    EXPECT_NE(toJson({}).find("\"version\":1"), std::string::npos);
    EXPECT_EQ(toJson({}).find('\n'), std::string::npos);
}

TEST(ViewStateJson, IgnoresWhatALaterVersionAdded) {
    const ViewState state =
        viewStateFromJson(R"({"version":7,"signTop":4,"panes":[1,2],"map":"tree","plot":"signs"})");
    EXPECT_EQ(state.signTop, 4);
    EXPECT_EQ(state.map, Map::Layers);
    EXPECT_EQ(state.plot, Plot::Signs);
}

TEST(ViewStateJson, ReadsDamageAsDefaults) {
    for (const char* const text :
         {"",
          "nonsense",
          "[]",
          "null",
          "{\"signTop\":",
          R"({"signTop":-4})",
          R"({"signTop":"8"})",
          R"({"signTop":1e300})",
          R"({"signTop":99999999999999999999})",
          R"({"anchors":[]})",
          R"({"anchors":[-1]})",
          R"({"anchors":[1.5]})",
          R"({"anchors":{"a":1}})",
          R"({"head":true})",
          R"({"layerSpan":[4,1]})",
          R"({"layerSpan":[1]})",
          R"({"layerSpan":[0,1e999]})",
          R"({"axisZooms":[3,{"plot":"signs"},{"plot":"signs","axis":"left","span":[1,0]}]})",
          R"({"colours":7})",
          R"({"depthBlocks":1})",
          R"({"mapQuantity":"all","mapColours":2,"mapFaded":"no"})",
          R"({"reference":"nothing"})",
          "{\"map\":\"\xff\xfe\"}"}) {
        EXPECT_EQ(viewStateFromJson(text), ViewState()) << text;
    }
}

TEST(ViewStateJson, KeepsTheOrderOfAnchorsEachOnce) {
    const ViewState state = viewStateFromJson(R"({"anchors":[17,3,17,35]})");
    EXPECT_EQ(state.anchors, (std::vector{LayerIndex{17}, LayerIndex{3}, LayerIndex{35}}));
}

TEST(ViewStateJson, KeepsWhatIsSoundBesideDamage) {
    const ViewState state = viewStateFromJson(R"({"anchors":[3],"head":-1,"colours":"fitted"})");
    EXPECT_EQ(state.anchor(), LayerIndex{3});
    EXPECT_EQ(state.head, HeadSelection());
    EXPECT_EQ(state.colours, ColourRange::Fitted);
}

} // namespace
} // namespace sextant::workspace
