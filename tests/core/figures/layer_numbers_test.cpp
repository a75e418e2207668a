// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/alignment_figures.h"
#include "core/figures/map_figures.h"
#include "core/figures/ranking.h"

#include "tests/core/support/made_artifacts.h"

#include <gmock/gmock.h>

#include <vector>

namespace sextant::figures {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

constexpr artifact::ArtifactShape kShape{3, 2, 2, 8};

/// Of the layers 3, 7 and 11 of a model; the anchor is layer 7.
std::shared_ptr<const quantities::AnchorView> view() {
    const auto grams =
        test::makeGrams(kShape, [](int l, int h) -> Eigen::VectorXd { return Eigen::Vector2d(1.0, h * l); });
    grams->layerNumbers = LayerNumbers({3, 7, 11});
    const auto tensors =
        test::makeTensors(kShape, 2, [](int, int) { return test::Directions::Identity(2, 8); });
    const std::vector further{LayerIndex{2}};
    return quantities::anchorView(analysis::alignmentTables(test::makeArtifact(grams, tensors)),
                                  LayerIndex{1}, {}, nullptr, ReferenceKind::OtherHeads, std::nullopt,
                                  further);
}

TEST(LayerNumbersOfFigures, StandInTitlesReadOutsAndTables) {
    const LayerFigure figure = residualFigure(*view());
    EXPECT_THAT(figure.context, StartsWith("anchor layer 7 with 11"));
    EXPECT_THAT(readout(figure, LayerIndex{2}), StartsWith("layer 11 "));
    EXPECT_THAT(toText(tableOf(figure)), HasSubstr("\n11\t"));
}

TEST(LayerNumbersOfFigures, StandInMapsOfLayers) {
    const MatrixFigure figure = heatmapFigure(*view());
    EXPECT_THAT(readout(figure, 0, 2), StartsWith("layer 3 and layer 11"));
    const FigureTable table = tableOf(figure);
    EXPECT_THAT(table.columns, ElementsAre("3", "3 same spectrum", "3 SD", "3 z", "7", "7 same spectrum",
                                           "7 SD", "7 z", "11", "11 same spectrum", "11 SD", "11 z"));
    EXPECT_EQ(table.numberOf(1), 7);
}

TEST(LayerNumbersOfFigures, LeaveHeadsAsTheyAre) {
    const MatrixFigure figure = headMapFigure(*view());
    EXPECT_THAT(readout(figure, 1, 2), StartsWith("layer 11, head 1: cosine to anchor layer 7"));
    EXPECT_THAT(tableOf(figure).columns,
                ElementsAre("head 0", "head 0 same spectrum", "head 0 SD", "head 0 z", "head 1",
                            "head 1 same spectrum", "head 1 SD", "head 1 z"));
    EXPECT_EQ(tableOf(figure).numberOf(2), 11);
}

TEST(LayerNumbersOfFigures, StandInRankings) {
    const Ranking pairs = rankedPairs(*view());
    EXPECT_THAT(toText(pairs, {1}), HasSubstr("\n3\t11\t"));
}

TEST(LayerNumbersOfFigures, AreListedUnlessThereIsNoGap) {
    EXPECT_EQ(LayerNumbers().textOf(36), "0 to 35");
    EXPECT_EQ(LayerNumbers({3, 4, 5}).textOf(3), "3 to 5");
    EXPECT_EQ(LayerNumbers({3, 7, 11}).textOf(3), "3, 7, 11");
}

} // namespace
} // namespace sextant::figures
