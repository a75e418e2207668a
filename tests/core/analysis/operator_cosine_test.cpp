// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/operator_cosine.h"

#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace sextant::analysis {
namespace {

using test::makeGrams;

constexpr LayerIndex kFirst{0};
constexpr LayerIndex kSecond{1};
constexpr HeadIndex kHead{0};

Eigen::VectorXd vector(double x, double y) {
    return Eigen::Vector2d(x, y);
}

TEST(OperatorCosine, OfARescaledOperatorIsOneWithItsFactorAsScale) {
    const auto grams = makeGrams(
        {2, 1, 2, 4}, [](int l, int) -> Eigen::VectorXd { return vector(1.0, 2.0) * (l == 0 ? 3.0 : 1.0); });
    EXPECT_DOUBLE_EQ(operatorCosines(grams->gram)(kFirst, kSecond, kHead), 1.0);
    EXPECT_NEAR(residual(operatorCosines(grams->gram)(kFirst, kSecond, kHead)), 0.0, 1e-7);
    EXPECT_DOUBLE_EQ(scale(grams->gram, kFirst, kSecond, kHead), 3.0);
    EXPECT_DOUBLE_EQ(scale(grams->gram, kSecond, kFirst, kHead), 1.0 / 3.0);
}

TEST(OperatorCosine, OfANegatedOperatorIsMinusOne) {
    const auto grams = makeGrams(
        {2, 1, 2, 4}, [](int l, int) -> Eigen::VectorXd { return vector(1.0, 2.0) * (l == 0 ? -1.0 : 1.0); });
    EXPECT_DOUBLE_EQ(operatorCosines(grams->gram)(kFirst, kSecond, kHead), -1.0);
}

TEST(OperatorCosine, OfOrthogonalOperatorsIsZeroAndNothingIsExplained) {
    const auto grams =
        makeGrams({2, 1, 2, 4}, [](int l, int) { return l == 0 ? vector(1.0, 0.0) : vector(0.0, 5.0); });
    EXPECT_EQ(operatorCosines(grams->gram)(kFirst, kSecond, kHead), 0.0);
    EXPECT_EQ(residual(0.0), 1.0);
}

TEST(OperatorCosine, OfAZeroOperatorIsZeroEvenWithItself) {
    const auto grams = makeGrams({2, 1, 2, 4}, [](int l, int) { return vector(l, l); });
    const artifact::LayerPairTable cosine = operatorCosines(grams->gram);
    EXPECT_EQ(cosine(kFirst, kFirst, kHead), 0.0);
    EXPECT_EQ(cosine(kFirst, kSecond, kHead), 0.0);
    EXPECT_EQ(scale(grams->gram, kSecond, kFirst, kHead), 0.0);
}

TEST(OperatorCosine, IsMissingWhereAGramIsNotFiniteAndNowhereElse) {
    auto grams = makeGrams({3, 2, 2, 4}, [](int l, int h) { return vector(1.0 + l, h); });
    grams->gram(kSecond, kSecond, HeadIndex{1}) = std::numeric_limits<double>::infinity();
    const artifact::LayerPairTable cosine = operatorCosines(grams->gram);
    EXPECT_TRUE(std::isnan(cosine(kFirst, kSecond, HeadIndex{1})));
    EXPECT_TRUE(std::isnan(cosine(kSecond, kFirst, HeadIndex{1})));
    EXPECT_TRUE(std::isnan(scale(grams->gram, kFirst, kSecond, HeadIndex{1})));
    EXPECT_FALSE(std::isnan(cosine(kFirst, LayerIndex{2}, HeadIndex{1})));
    EXPECT_FALSE(std::isnan(cosine(kFirst, kSecond, kHead)));
    EXPECT_FALSE(std::isnan(headMeanMatrix(cosine)[1])) << "the mean is over the heads that have data";
}

TEST(OperatorCosine, IsMissingWhereASquaredNormIsNegative) {
    auto grams = makeGrams({2, 1, 2, 4}, [](int l, int) { return vector(1.0, l); });
    grams->gram(kSecond, kSecond, kHead) = -1.0;
    const artifact::LayerPairTable cosine = operatorCosines(grams->gram);
    EXPECT_TRUE(std::isnan(cosine(kFirst, kSecond, kHead)));
    EXPECT_TRUE(std::isnan(cosine(kSecond, kSecond, kHead)));
    EXPECT_TRUE(std::isnan(scale(grams->gram, kFirst, kSecond, kHead)));
    EXPECT_EQ(cosine(kFirst, kFirst, kHead), 1.0);
}

TEST(OperatorCosine, SlightlyAboveOneLeavesNoResidual) {
    EXPECT_EQ(residual(1.0 + 1e-9), 0.0);
}

} // namespace
} // namespace sextant::analysis
