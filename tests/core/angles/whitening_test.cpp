// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/angles/whitening.h"

#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

#include <limits>

namespace sextant::angles {
namespace {

using test::RandomMatrices;

TEST(Whitening, MakesTheRowsOrthonormal) {
    const RowMajorMatrix rows = RandomMatrices().gaussian(6, 50);
    const auto factor = whitening(rows * rows.transpose());
    ASSERT_TRUE(factor);
    const RowMajorMatrix white = *factor * rows;
    EXPECT_TRUE((white * white.transpose()).isIdentity(1e-12));
    EXPECT_TRUE(factor->isLowerTriangular());
}

TEST(Whitening, ReadsTheLowerTriangleOnly) {
    const RowMajorMatrix rows = RandomMatrices().gaussian(4, 20);
    RowMajorMatrix gram = rows * rows.transpose();
    const auto expected = whitening(gram);
    gram.triangularView<Eigen::StrictlyUpper>().setConstant(99.0);
    EXPECT_EQ(*whitening(gram), *expected);
}

TEST(Whitening, IsIndifferentToTheLengthOfARow) {
    RowMajorMatrix rows = RandomMatrices().orthonormal(3, 20);
    rows.row(0) *= 1e-9;
    EXPECT_TRUE(whitening(rows * rows.transpose()));
}

TEST(Whitening, RefusesWhatItWouldGetWrong) {
    RowMajorMatrix rows = RandomMatrices().orthonormal(3, 20);
    rows.row(2) = rows.row(1);
    EXPECT_FALSE(whitening(rows * rows.transpose())) << "dependent rows";
    rows.row(2) += 1e-5 * rows.row(0);
    EXPECT_FALSE(whitening(rows * rows.transpose())) << "nearly dependent rows";
    EXPECT_FALSE(whitening(RowMajorMatrix::Zero(2, 2))) << "zero rows";
    RowMajorMatrix missing = RowMajorMatrix::Identity(2, 2);
    missing(1, 0) = std::numeric_limits<double>::quiet_NaN();
    EXPECT_FALSE(whitening(missing));
    missing(1, 0) = 0.0;
    missing(1, 1) = std::numeric_limits<double>::infinity();
    EXPECT_FALSE(whitening(missing));
}

} // namespace
} // namespace sextant::angles
