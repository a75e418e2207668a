// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/three_answers.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace sextant::quantities {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

QuantitySeries seriesOf(QuantityId id, std::vector<double> values) {
    QuantitySeries series;
    series.key = {id};
    series.series.value = std::move(values);
    return series;
}

AnchorView viewOf(std::vector<double> cosines, int anchor) {
    auto tables = std::make_shared<analysis::AlignmentTables>();
    tables->chance.operatorCosineDeviation = 0.125;
    tables->chance.spectralCosine = 0.75;
    tables->chance.meanPrincipalCosine = 0.25;
    AnchorView view;
    view.tables = tables;
    view.anchor = LayerIndex{anchor};
    view.quantities = SeriesList({seriesOf(QuantityId::OperatorCosine, std::move(cosines))});
    return view;
}

TEST(ThreeAnswers, LeaveTheAnchorsOwnOneOut) {
    const ThreeAnswers answers = threeAnswers(viewOf({0.5, 1.0, 0.25}, 1));
    EXPECT_DOUBLE_EQ(answers.sameOperator.value, 0.375);
    EXPECT_EQ(answers.sameOperator.chance.mean, 0.0);
    EXPECT_EQ(answers.sameOperator.chance.deviation, 0.125);
}

TEST(ThreeAnswers, LeaveMissingLayersOut) {
    EXPECT_DOUBLE_EQ(threeAnswers(viewOf({kMissing, 0.5, 1.0}, 2)).sameOperator.value, 0.5);
}

TEST(ThreeAnswers, AreMissingWithoutAnotherLayer) {
    EXPECT_TRUE(std::isnan(threeAnswers(viewOf({1.0}, 0)).sameOperator.value));
}

TEST(ThreeAnswers, SayNothingOfTensorsThatAreNotThere) {
    const ThreeAnswers answers = threeAnswers(viewOf({1.0, 0.5}, 0));
    EXPECT_FALSE(answers.sameSpectrum);
    EXPECT_FALSE(answers.sameSubspace);
}

TEST(ThreeAnswers, StandBesideTheirOwnChance) {
    AnchorView view = viewOf({1.0, 0.5}, 0);
    view.quantities = SeriesList({seriesOf(QuantityId::OperatorCosine, {1.0, 0.5}),
                                  seriesOf(QuantityId::SpectralCosine, {1.0, 0.875}),
                                  seriesOf(QuantityId::MeanPrincipalCosine, {1.0, 0.375})});
    const ThreeAnswers answers = threeAnswers(view);
    EXPECT_DOUBLE_EQ(answers.sameSpectrum->value, 0.875);
    EXPECT_EQ(answers.sameSpectrum->chance.mean, 0.75);
    EXPECT_DOUBLE_EQ(answers.sameSubspace->value, 0.375);
    EXPECT_EQ(answers.sameSubspace->chance.mean, 0.25);
}

} // namespace
} // namespace sextant::quantities
