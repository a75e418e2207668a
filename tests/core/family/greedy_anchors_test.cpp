// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/family/greedy_anchors.h"

#include "core/analysis/mean.h"
#include "core/family/anchor_span.h"
#include "tests/core/family/made_cosines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace sextant::family {
namespace {

using Anchors = std::vector<LayerIndex>;

std::vector<LayerIndex> layersOf(const std::vector<GreedyStep>& steps) {
    std::vector<LayerIndex> layers;
    for (const GreedyStep& step : steps) {
        layers.push_back(step.layer);
    }
    return layers;
}

TEST(GreedyAnchors, TakeOneOfEachFamilyTheLargestFirst) {
    // Layers 0 to 3 are one operator, 4 to 6 another, 7 and 8 a third; orthogonal to each other.
    Eigen::MatrixXd operators = Eigen::MatrixXd::Zero(3, 9);
    for (int l = 0; l < 9; ++l) {
        operators(l < 4 ? 0 : l < 7 ? 1 : 2, l) = l % 2 == 0 ? 1.0 : -2.0;
    }
    const std::array heads{test::cosinesOf(operators)};
    const auto steps = greedyAnchors(heads, {}, 8);
    ASSERT_GE(steps.size(), 3U);
    EXPECT_THAT(layersOf({steps.begin(), steps.begin() + 3}),
                testing::ElementsAre(LayerIndex{0}, LayerIndex{4}, LayerIndex{7}));
    EXPECT_NEAR(steps[0].rSquared, 3.0 / 8.0, 1e-12);
    EXPECT_NEAR(steps[1].rSquared, 5.0 / 7.0, 1e-12);
    EXPECT_NEAR(steps[1].gain, 5.0 / 7.0 - 3.0 / 8.0, 1e-12);
    EXPECT_NEAR(steps[2].rSquared, 1.0, 1e-12);
    EXPECT_NEAR(steps[2].meanResidual, 0.0, 1e-7);
    EXPECT_EQ(steps.size(), 8U) << "one layer is left to explain";
}

TEST(GreedyAnchors, AgreeWithTheResidualToTheSpan) {
    const auto cosine = test::cosinesOf(6, 2, [](int l, int h) -> Eigen::VectorXd {
        return test::unrelated(12, 1, static_cast<unsigned>(10 * l + h));
    });
    const std::array heads{cosineMatrix(cosine, HeadIndex{0}), cosineMatrix(cosine, HeadIndex{1})};
    const auto steps = greedyAnchors(heads, {}, 3);
    const auto squares = spanRSquared(cosine, layersOf(steps));
    double sum = 0.0;
    for (const double square : squares) {
        sum += square;
    }
    EXPECT_NEAR(steps.back().rSquared, (sum - 6.0) / 6.0, 1e-12) << "three layers of two heads are others";
}

TEST(GreedyAnchors, GoOnFromThoseThatAreGiven) {
    Eigen::MatrixXd operators = Eigen::MatrixXd::Zero(2, 6);
    operators.row(0).head(3).setOnes();
    operators.row(1).tail(3).setOnes();
    const std::array heads{test::cosinesOf(operators)};
    const auto steps = greedyAnchors(heads, Anchors{{2}}, 1);
    ASSERT_EQ(steps.size(), 1U);
    EXPECT_EQ(steps[0].layer, LayerIndex{3});
    EXPECT_NEAR(steps[0].gain, 1.0 - 2.0 / 5.0, 1e-12);
}

TEST(GreedyAnchors, OfEqualLayersTakeTheFirst) {
    const std::array heads{test::cosinesOf(Eigen::Vector3d(1.0, 2.0, 3.0) * Eigen::RowVectorXd::Ones(5))};
    EXPECT_EQ(greedyAnchors(heads, {}, 1).front().layer, LayerIndex{0});
}

TEST(GreedyAnchors, AreNoneWhereNoLayerWouldBeLeft) {
    const std::array heads{test::cosinesOf(Eigen::MatrixXd::Ones(2, 1))};
    EXPECT_TRUE(greedyAnchors(heads, {}, 3).empty());
    EXPECT_TRUE(greedyByChance(1, 1, 8, 0, 3).empty());
}

TEST(GreedyAnchors, PassOverLayersWithoutData) {
    auto cosine = test::cosinesOf(
        4, 1, [](int l, int) -> Eigen::VectorXd { return Eigen::Vector2d(1.0, l == 2 ? 0.0 : 1.0); });
    for (LayerIndex l; l.value < 4; ++l.value) {
        cosine(l, LayerIndex{0}, HeadIndex{0}) = analysis::kMissing;
        cosine(LayerIndex{0}, l, HeadIndex{0}) = analysis::kMissing;
    }
    const std::array heads{cosineMatrix(cosine, HeadIndex{0})};
    const auto steps = greedyAnchors(heads, {}, 3);
    EXPECT_EQ(layersOf(steps).front(), LayerIndex{1});
    EXPECT_EQ(steps.size(), 2U);
}

TEST(GreedyAnchors, OfZeroOperatorsExplainNothing) {
    const std::array heads{test::cosinesOf(Eigen::MatrixXd::Zero(2, 4))};
    const auto steps = greedyAnchors(heads, {}, 2);
    ASSERT_EQ(steps.size(), 2U);
    EXPECT_EQ(steps[1].rSquared, 0.0);
    EXPECT_EQ(steps[1].meanResidual, 1.0);
}

/// What the greedy choice finds among operators drawn with independent normal entries.
std::vector<double> simulatedGains(int layers, int heads, int hiddenSize, int given, int count, int trials) {
    std::vector<double> gains(static_cast<std::size_t>(count));
    unsigned seed = 1;
    for (int trial = 0; trial < trials; ++trial) {
        std::vector<CosineMatrix> matrices;
        for (int h = 0; h < heads; ++h) {
            matrices.push_back(test::cosinesOf(test::unrelated(hiddenSize * hiddenSize, layers, ++seed)));
        }
        Anchors anchors;
        for (LayerIndex l; l.value < given; ++l.value) {
            anchors.push_back(l);
        }
        const auto steps = greedyAnchors(matrices, anchors, count);
        for (std::size_t i = 0; i < steps.size(); ++i) {
            gains[i] += steps[i].gain / trials;
        }
    }
    return gains;
}

TEST(GreedyByChance, IsWhatTheChoiceFindsAmongUnrelatedOperators) {
    struct Shape {
        int layers;
        int heads;
        int given;
    };
    for (const Shape shape : {Shape{8, 1, 0}, Shape{8, 4, 0}, Shape{8, 2, 3}}) {
        const auto simulated = simulatedGains(shape.layers, shape.heads, 16, shape.given, 2, 150);
        const auto known = greedyByChance(shape.layers, shape.heads, 16, shape.given, 2);
        for (std::size_t i = 0; i < known.size(); ++i) {
            EXPECT_NEAR(simulated[i], known[i].gain.mean, 5.0 * known[i].gain.deviation / std::sqrt(150.0))
                << shape.layers << " layers, " << shape.heads << " heads, step " << i;
        }
    }
}

TEST(GreedyByChance, ShrinksTowardsAFixedAnchorWithMoreHeads) {
    // In units of 1/d^2, two anchors that were not chosen would have 2.
    const auto fewHeads = greedyByChance(8, 1, 1, 0, 2);
    const auto manyHeads = greedyByChance(36, 8, 1, 0, 2);
    EXPECT_NEAR(fewHeads[1].rSquared.mean, 3.13, 0.15);
    EXPECT_NEAR(manyHeads[1].rSquared.mean, 2.34, 0.03);
}

} // namespace
} // namespace sextant::family
