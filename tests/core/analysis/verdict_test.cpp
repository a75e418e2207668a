// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/verdict.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace sextant::analysis {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(Verdict, GradesAtTheScriptsBounds) {
    EXPECT_EQ(gradeOf(0.91), VerdictGrade::Strong);
    EXPECT_EQ(gradeOf(0.9), VerdictGrade::Medium);
    EXPECT_EQ(gradeOf(0.5), VerdictGrade::Weak);
    EXPECT_EQ(gradeOf(0.1), VerdictGrade::Rejected);
    EXPECT_EQ(gradeOf(-1.0), VerdictGrade::Rejected);
    EXPECT_EQ(gradeOf(kNan), VerdictGrade::Undecided);
}

TEST(Verdict, TheAnchorsOwnOneLiftsTheScriptsMean) {
    const Verdict found = verdict({1.0, 0.2, 0.4, 0.2, 1.0, 0.6, 0.4, 0.6, 1.0}, 3, LayerIndex{0});
    EXPECT_DOUBLE_EQ(found.meanCosine, 1.6 / 3.0);
    EXPECT_DOUBLE_EQ(found.meanWithoutAnchor, 0.3);
    EXPECT_DOUBLE_EQ(found.adjacentMean, 0.4);
    EXPECT_EQ(found.grade, VerdictGrade::Medium);
}

TEST(Verdict, OfOneLayerHasNothingToCompare) {
    const Verdict found = verdict({1.0}, 1, LayerIndex{0});
    EXPECT_EQ(found.meanCosine, 1.0);
    EXPECT_TRUE(std::isnan(found.meanWithoutAnchor));
    EXPECT_TRUE(std::isnan(found.adjacentMean));
}

TEST(Verdict, LeavesMissingLayersOut) {
    const Verdict found = verdict({1.0, kNan, kNan, kNan}, 2, LayerIndex{0});
    EXPECT_EQ(found.meanCosine, 1.0);
    EXPECT_TRUE(std::isnan(found.adjacentMean));
}

} // namespace
} // namespace sextant::analysis
