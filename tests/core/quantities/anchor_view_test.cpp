// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/anchor_view.h"

#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>

namespace sextant::quantities {
namespace {

using test::makeArtifact;
using test::makeGrams;
using test::makeTensors;

constexpr artifact::ArtifactShape kShape{3, 2, 2, 8};

std::shared_ptr<artifact::GramFile> grams() {
    return makeGrams(kShape, [](int l, int h) -> Eigen::VectorXd { return Eigen::Vector2d(1.0, h * l); });
}

std::shared_ptr<const analysis::AlignmentTables> tablesWithTensors() {
    return analysis::alignmentTables(makeArtifact(
        grams(), makeTensors(kShape, 2, [](int, int) { return test::Directions::Identity(2, 8); })));
}

const analysis::LayerSeries& seriesOf(const AnchorView& view, QuantityId id, int top = 0) {
    return view.find({id, top})->series;
}

TEST(AnchorView, ShowsTheMeanOverHeadsWithItsSpread) {
    const auto view = anchorView(tablesWithTensors(), LayerIndex{0}, {}, nullptr);
    const double ofSecondHead = 1.0 / std::sqrt(2.0);
    EXPECT_DOUBLE_EQ(seriesOf(*view, QuantityId::OperatorCosine).value[1], (1.0 + ofSecondHead) / 2.0);
    ASSERT_TRUE(seriesOf(*view, QuantityId::OperatorCosine).hasSpread());
    EXPECT_NEAR(seriesOf(*view, QuantityId::OperatorCosine).low[1], ofSecondHead + 0.1 * (1.0 - ofSecondHead),
                1e-12);
    EXPECT_NEAR(seriesOf(*view, QuantityId::OperatorCosine).high[1],
                ofSecondHead + 0.9 * (1.0 - ofSecondHead), 1e-12);
    EXPECT_EQ(view->headCosines.size(), 6u);
}

TEST(AnchorView, ShowsOneHeadWithoutSpread) {
    const auto view = anchorView(tablesWithTensors(), LayerIndex{0}, HeadIndex{1}, nullptr);
    EXPECT_DOUBLE_EQ(seriesOf(*view, QuantityId::OperatorCosine).value[1], 1.0 / std::sqrt(2.0));
    EXPECT_FALSE(seriesOf(*view, QuantityId::OperatorCosine).hasSpread());
    EXPECT_DOUBLE_EQ(view->cosineMatrix[1], 1.0 / std::sqrt(2.0));
    EXPECT_DOUBLE_EQ(view->verdict.meanCosine,
                     (view->cosineMatrix[0] + view->cosineMatrix[3] + view->cosineMatrix[6]) / 3.0);
}

TEST(AnchorView, AMeanOfResidualsIsNotTheResidualOfTheMean) {
    const auto view = anchorView(tablesWithTensors(), LayerIndex{0}, {}, nullptr);
    EXPECT_GT(view->residualOfMean[1], seriesOf(*view, QuantityId::OperatorResidual).value[1] + 1e-3);
}

/// Of one head: two orthogonal operators, one that is a combination of them and a third direction, and that
/// direction.
std::shared_ptr<const analysis::AlignmentTables> fourLayers() {
    constexpr std::array<std::array<double, 3>, 4> operators{{{1, 0, 0}, {0, 2, 0}, {1, 1, 1}, {0, 0, 3}}};
    return analysis::alignmentTables(makeArtifact(makeGrams({4, 1, 2, 8}, [&](int l, int) -> Eigen::VectorXd {
        const auto& one = operators[static_cast<std::size_t>(l)];
        return Eigen::Vector3d(one[0], one[1], one[2]);
    })));
}

TEST(AnchorView, ComparesLayersWithTheSpanOfSeveralAnchors) {
    const std::vector<LayerIndex> further{LayerIndex{1}, LayerIndex{0}, LayerIndex{1}};
    const auto view = anchorView(fourLayers(), LayerIndex{0}, {}, nullptr, ReferenceKind::OtherHeads,
                                 std::nullopt, further);
    EXPECT_EQ(view->anchors, (std::vector{LayerIndex{0}, LayerIndex{1}})) << "each once";
    ASSERT_TRUE(view->span);
    const std::vector<double>& residual = view->span->residual.value;
    EXPECT_NEAR(residual[0], 0.0, 1e-12);
    EXPECT_NEAR(residual[1], 0.0, 1e-12);
    EXPECT_NEAR(residual[2], std::sqrt(1.0 / 3.0), 1e-12) << "R^2 is 2/3";
    EXPECT_NEAR(residual[3], 1.0, 1e-12);
    EXPECT_NEAR(view->span->reference.mean, std::sqrt(1.0 - 2.0 / 64.0), 1e-12);
    EXPECT_NEAR(view->span->reference.deviation, std::sqrt(4.0) / 64.0 / 2.0, 1e-12);
    EXPECT_TRUE(std::isnan(view->span->z[1])) << "an anchor is not compared with itself";
    EXPECT_NEAR(view->span->z[2], (std::sqrt(1.0 / 3.0) - std::sqrt(62.0 / 64.0)) * 64.0, 1e-9);
}

TEST(AnchorView, OfOneAnchorHasNoSpan) {
    EXPECT_FALSE(anchorView(fourLayers(), LayerIndex{0}, {}, nullptr)->span);
}

TEST(AnchorView, ComparesOneHeadOrTheMeanWithTheSpan) {
    const auto tables = tablesWithTensors(); // whose second head turns from layer to layer, in a plane
    const std::vector<LayerIndex> further{LayerIndex{1}};
    const auto of = [&](HeadSelection head) {
        return anchorView(tables, LayerIndex{0}, head, nullptr, ReferenceKind::OtherHeads, std::nullopt,
                          further);
    };
    EXPECT_NEAR(of({})->span->residual.value[2], 0.0, 1e-6);
    EXPECT_TRUE(of({})->span->residual.hasSpread());
    EXPECT_FALSE(of(HeadIndex{1})->span->residual.hasSpread());
    EXPECT_NEAR(of(HeadIndex{1})->span->reference.deviation / of({})->span->reference.deviation,
                std::sqrt(2.0), 1e-12)
        << "of one head, and of the mean over two";
}

TEST(AnchorView, HoldsAnglesOnceTheyAreThere) {
    const auto tables = tablesWithTensors();
    EXPECT_FALSE(anchorView(tables, LayerIndex{1}, {}, nullptr)->hasAngles());
    const angles::AngleRow row{LayerIndex{1}, 2, std::vector<angles::PrincipalAngles>(6, {0.5, 0.25, 0.125}),
                               std::vector<int>(6, 2)};
    const auto view = anchorView(tables, LayerIndex{1}, {}, &row);
    ASSERT_TRUE(view->hasAngles());
    EXPECT_EQ(seriesOf(*view, QuantityId::MeanPrincipalCosine).value, std::vector<double>(3, 0.5));
    EXPECT_EQ(seriesOf(*view, QuantityId::SmallestPrincipalCosine).value[2], 0.25);
    EXPECT_EQ(seriesOf(*view, QuantityId::FirstOverlap).value[2], 0.125);
}

TEST(AnchorView, WithoutTensorsHasOperatorsOnly) {
    const auto view =
        anchorView(analysis::alignmentTables(makeArtifact(grams())), LayerIndex{2}, {}, nullptr);
    EXPECT_EQ(seriesOf(*view, QuantityId::OperatorCosine).value.size(), 3u);
    EXPECT_EQ(view->find({QuantityId::SpectralCosine}), nullptr);
    EXPECT_TRUE(view->signTops().empty());
    EXPECT_EQ(view->find({QuantityId::PositiveShareOfAll}), nullptr);
}

TEST(AnchorView, SaysHowManyHeadsAMeanLeavesOut) {
    const auto broken = grams();
    broken->gram(LayerIndex{1}, LayerIndex{0}, HeadIndex{1}) = std::numeric_limits<double>::quiet_NaN();
    const auto view = anchorView(analysis::alignmentTables(makeArtifact(broken)), LayerIndex{0}, {}, nullptr);
    EXPECT_EQ(seriesOf(*view, QuantityId::OperatorCosine).missingHeads, (std::vector<int>{0, 1, 0}));
    EXPECT_DOUBLE_EQ(seriesOf(*view, QuantityId::OperatorCosine).value[1], 1.0);
}

} // namespace
} // namespace sextant::quantities
