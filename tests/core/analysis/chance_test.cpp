// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/chance.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sextant::analysis {
namespace {

TEST(Chance, OfPrincipalAnglesMatchesThePublishedFigures) {
    // k 8, d 2560: mean cosine 0.047 on average.
    const ChanceLevels levels = chanceLevels({36, 32, 128, 2560}, 8, 0);
    EXPECT_NEAR(levels.meanPrincipalCosine, 0.047, 0.001);
    EXPECT_LT(levels.smallestPrincipalCosine, levels.meanPrincipalCosine);
    EXPECT_DOUBLE_EQ(levels.firstOverlap, 1.0 / 2560);
    EXPECT_DOUBLE_EQ(levels.operatorCosineDeviation, 1.0 / 2560);
}

TEST(Chance, OfTwoLinesIsThatOfACosine) {
    // E|u1| of a random unit vector in R^3 is 1/2.
    EXPECT_NEAR(chanceLevels({2, 1, 1, 3}, 1, 0).meanPrincipalCosine, 0.5, 0.03);
}

TEST(Chance, SpansThatMustMeetHaveACosineOfOne) {
    EXPECT_EQ(chanceLevels({2, 1, 4, 4}, 4, 0).meanPrincipalCosine, 1.0) << "both are the whole space";
    const ChanceLevels levels =
        chanceLevels({2, 1, 4, 5}, 4, 0); // two 4-dim spans of R^5 share three dimensions
    EXPECT_GT(levels.meanPrincipalCosine, 0.75);
    EXPECT_LT(levels.smallestPrincipalCosine, 1.0);
}

TEST(Chance, GaussianLayersHaveAlmostTheSameSpectrum) {
    const double level = chanceLevels({2, 1, 32, 512}, 8, 64).spectralCosine;
    EXPECT_GT(level, 0.95);
    EXPECT_LE(level, 1.0);
}

TEST(Chance, HoldsForAHiddenSizeSmallerThanTheSpectrum) {
    const double level = chanceLevels({2, 1, 8, 6}, 2, 16).spectralCosine;
    EXPECT_GT(level, 0.5);
    EXPECT_LE(level, 1.0);
}

TEST(Chance, IsTheSameInEveryRun) {
    const ChanceLevels one = chanceLevels({2, 1, 4, 32}, 3, 8);
    const ChanceLevels other = chanceLevels({2, 1, 4, 32}, 3, 8);
    EXPECT_EQ(one.meanPrincipalCosine, other.meanPrincipalCosine);
    EXPECT_EQ(one.spectralCosine, other.spectralCosine);
}

TEST(Chance, IsUnknownWithoutTensors) {
    const ChanceLevels levels = chanceLevels({2, 1, 4, 32}, 0, 0);
    EXPECT_TRUE(std::isnan(levels.meanPrincipalCosine));
    EXPECT_TRUE(std::isnan(levels.spectralCosine));
    EXPECT_TRUE(std::isnan(levels.firstOverlap));
}

} // namespace
} // namespace sextant::analysis
