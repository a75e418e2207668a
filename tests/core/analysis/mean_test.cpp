// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/mean.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace sextant::analysis {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(Mean, AddsInNumPysOrder) {
    // Eight accumulators: the large values meet only after the small ones were added, so that 1e16 + 1 keeps
    // its ones.
    std::vector<double> values(16, 1.0);
    values[0] = 1e16;
    values[8] = -1e16;
    EXPECT_EQ(pairwiseSum(values), 14.0);
    EXPECT_EQ(pairwiseSum(std::vector<double>{1e16, 1.0, -1e16}), 0.0) << "short arrays are added one by one";
}

TEST(Mean, OfManyIsTheSumOfTwoHalves) {
    std::vector<double> values(300);
    double sum = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = static_cast<double>(i);
        sum += values[i];
    }
    EXPECT_EQ(pairwiseSum(values), sum);
}

TEST(Mean, LeavesMissingValuesOutAndCountsThem) {
    const PresentMean mean = meanOfPresent(std::vector<double>{1.0, kNan, 3.0});
    EXPECT_EQ(mean.value, 2.0);
    EXPECT_EQ(mean.missing, 1);
}

TEST(Mean, OfNegativeZerosHasNoSign) {
    for (const std::size_t count : {1u, 8u, 200u}) {
        EXPECT_FALSE(std::signbit(meanOfPresent(std::vector<double>(count, -0.0)).value)) << count;
    }
}

TEST(Mean, OfNothingIsMissing) {
    EXPECT_TRUE(std::isnan(meanOfPresent({}).value));
    const PresentMean mean = meanOfPresent(std::vector<double>{kNan, kNan});
    EXPECT_TRUE(std::isnan(mean.value));
    EXPECT_EQ(mean.missing, 2);
}

TEST(Quantile, InterpolatesBetweenNeighboursAndIgnoresWhatIsMissing) {
    std::vector<double> values{4.0, 0.0, kNan, 2.0, 1.0, 3.0};
    EXPECT_EQ(quantileInPlace(values, 0.0), 0.0);
    EXPECT_EQ(quantileInPlace(values, 0.5), 2.0);
    EXPECT_DOUBLE_EQ(quantileInPlace(values, 0.9), 3.6);
    EXPECT_EQ(quantileInPlace(values, 1.0), 4.0);
    std::vector<double> none{kNan};
    EXPECT_TRUE(std::isnan(quantileInPlace(none, 0.5)));
}

} // namespace
} // namespace sextant::analysis
