// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/angles/singular_values.h"

#include "tests/core/support/dense_algebra.h"
#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace sextant::angles {
namespace {

using test::Directions;
using test::RandomMatrices;

std::vector<double> sorted(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values;
}

std::vector<double> ofOne(const Directions& matrix) {
    std::vector<double> values(static_cast<std::size_t>(matrix.rows()));
    singularValues(matrix.data(), 1, static_cast<int>(matrix.rows()), values.data());
    return sorted(values);
}

class SingularValuesOfSize : public testing::TestWithParam<int> {};

TEST_P(SingularValuesOfSize, AgreeWithAJacobiSvdForEveryMatrixOfABatch) {
    const int size = GetParam();
    constexpr int kCount = 19; // more than two batches of lanes and a rest
    RandomMatrices random;
    const Directions stacked = random.gaussian(kCount * size, size);
    std::vector<double> values(static_cast<std::size_t>(kCount * size));
    singularValues(stacked.data(), kCount, size, values.data());
    for (int i = 0; i < kCount; ++i) {
        const Eigen::MatrixXd matrix = stacked.middleRows(i * size, size);
        const Eigen::VectorXd expected = test::singularValuesOf(matrix);
        const auto begin = values.begin() + static_cast<std::ptrdiff_t>(i) * size;
        const std::vector<double> found = sorted({begin, begin + size});
        for (int j = 0; j < size; ++j) {
            EXPECT_NEAR(found[static_cast<std::size_t>(j)], expected(size - 1 - j), 1e-13 * expected(0)) << i;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(SmallAndLarge, SingularValuesOfSize, testing::Values(1, 2, 3, 8, 16, 64, 70));

TEST(SingularValues, OfAnOrthogonalMatrixAreAllOne) {
    for (const double value : ofOne(RandomMatrices().orthonormal(8, 8))) {
        EXPECT_NEAR(value, 1.0, 1e-14);
    }
}

TEST(SingularValues, OfZeroAreZero) {
    EXPECT_EQ(ofOne(Directions::Zero(4, 4)), std::vector<double>(4, 0.0));
}

TEST(SingularValues, SmallOnesKeepTheirAbsoluteAccuracy) {
    RandomMatrices random;
    Eigen::VectorXd scales(4);
    scales << 1.0, 1e-3, 1e-9, 0.0;
    const Directions matrix = random.orthonormal(4, 4) * scales.asDiagonal() * random.orthonormal(4, 4);
    const std::vector<double> values = ofOne(matrix);
    EXPECT_NEAR(values[0], 0.0, 1e-15);
    EXPECT_NEAR(values[1], 1e-9, 1e-15);
    EXPECT_NEAR(values[2], 1e-3, 1e-15);
    EXPECT_NEAR(values[3], 1.0, 1e-14);
}

} // namespace
} // namespace sextant::angles
