// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/reference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace sextant::evidence {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(Reference, OfAMeanHasTheMeanOfMeansAndASmallerDeviation) {
    const std::vector<Reference> parts{{1.0, 3.0}, {2.0, 4.0}, {kNaN, kNaN}};
    EXPECT_DOUBLE_EQ(ofMean(parts).mean, 1.5);
    EXPECT_DOUBLE_EQ(ofMean(parts).deviation, 2.5);
    EXPECT_TRUE(std::isnan(ofMean({}).mean));
}

TEST(Reference, PlacesAValueByItsDistance) {
    const Reference reference{0.5, 0.1};
    EXPECT_EQ(standingOf(zOf(0.79, reference)), Standing::Within);
    EXPECT_EQ(standingOf(zOf(0.81, reference)), Standing::Above);
    EXPECT_EQ(standingOf(zOf(0.19, reference)), Standing::Below);
    EXPECT_EQ(standingOf(zOf(kNaN, reference)), Standing::Unknown);
    EXPECT_EQ(standingOf(zOf(0.5, Reference{})), Standing::Unknown);
}

TEST(Reference, WithoutDeviationHoldsOnlyItsOwnMean) {
    EXPECT_EQ(zOf(1.0 + 1e-15, {1.0, 0.0}), 0.0);
    EXPECT_EQ(standingOf(zOf(0.9, {1.0, 0.0})), Standing::Below);
}

TEST(Reference, KnowsHowUnlikelyAValueIs) {
    EXPECT_NEAR(twoSidedChance(1.959963985), 0.05, 1e-9);
    EXPECT_EQ(twoSidedChance(kNaN), 1.0);
    // Student's t at two-sided 0.0027 (z = 3.0): 3.957 with 10 degrees of freedom, 9.219 with 3.
    EXPECT_NEAR(normalEquivalent(3.957, 10.0), 3.0, 0.02);
    EXPECT_NEAR(normalEquivalent(-9.219, 3.0), -3.0, 0.06);
    EXPECT_EQ(normalEquivalent(2.5, std::numeric_limits<double>::infinity()), 2.5);
}

TEST(Discoveries, FollowTheStepUpProcedure) {
    // Sorted: .001 <= .01, .008 <= .02, .039 > .03, .04 <= .04 (so all up to it), .9 > .05
    const std::vector<double> chances{0.9, 0.04, 0.001, kNaN, 0.039, 0.008};
    EXPECT_THAT(discoveries(chances), testing::ElementsAre(false, true, true, false, true, true));
    EXPECT_THAT(discoveries(std::vector<double>{0.5, 0.6}), testing::Each(false));
    EXPECT_TRUE(discoveries({}).empty());
}

TEST(Discoveries, AreFalseInAtMostFivePercentOfCases) {
    std::mt19937_64 generator(1);
    std::normal_distribution<double> normal;
    double falseShare = 0.0;
    int missed = 0;
    constexpr int kTrials = 1000;
    for (int trial = 0; trial < kTrials; ++trial) {
        std::vector<double> chances;
        for (int i = 0; i < 200; ++i) {
            chances.push_back(twoSidedChance(normal(generator) + (i < 20 ? 7.0 : 0.0)));
        }
        const std::vector<bool> found = discoveries(chances);
        const auto planted = std::count(found.begin(), found.begin() + 20, true);
        const auto wrong = std::count(found.begin() + 20, found.end(), true);
        falseShare += wrong > 0 ? static_cast<double>(wrong) / static_cast<double>(wrong + planted) : 0.0;
        missed += static_cast<int>(20 - planted);
    }
    EXPECT_LE(falseShare / kTrials, 0.055);
    EXPECT_LE(missed, 10);
}

} // namespace
} // namespace sextant::evidence
