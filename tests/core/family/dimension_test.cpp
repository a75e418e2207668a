// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/family/dimension.h"

#include "tests/core/family/made_cosines.h"

#include <gtest/gtest.h>

#include <cmath>

namespace sextant::family {
namespace {

TEST(Dimension, OfOneOperatorRescaledIsOne) {
    const Dimension found = dimensionOf(
        test::cosinesOf(Eigen::Vector3d(1.0, -2.0, 0.5) * Eigen::RowVector4d(1.0, -3.0, 0.2, 7.0)));
    EXPECT_NEAR(found.eigenvalues[0], 4.0, 1e-12);
    EXPECT_NEAR(found.eigenvalues[1], 0.0, 1e-12);
    EXPECT_NEAR(found.participationRatio, 1.0, 1e-12);
    EXPECT_EQ(found.operatorsFor90Percent, 1);
}

TEST(Dimension, OfOrthogonalOperatorsIsTheirNumber) {
    const Dimension found = dimensionOf(test::cosinesOf(Eigen::MatrixXd::Identity(10, 10)));
    EXPECT_NEAR(found.participationRatio, 10.0, 1e-12);
    EXPECT_EQ(found.operatorsFor90Percent, 9) << "nine of ten hold 90 % exactly";
}

TEST(Dimension, OfCombinationsOfThreeOperatorsIsAtMostThree) {
    const Eigen::MatrixXd operators = test::unrelated(50, 3, 1) * test::unrelated(3, 9, 2);
    const Dimension found = dimensionOf(test::cosinesOf(operators));
    EXPECT_GT(found.eigenvalues[2], 1e-3);
    EXPECT_NEAR(found.eigenvalues[3], 0.0, 1e-12);
    EXPECT_LE(found.participationRatio, 3.0);
    EXPECT_LE(found.operatorsFor90Percent, 3);
}

TEST(Dimension, DoesNotCountZeroOperators) {
    Eigen::MatrixXd operators = Eigen::MatrixXd::Zero(4, 5);
    operators(0, 1) = 1.0;
    operators(1, 3) = 2.0;
    const Dimension found = dimensionOf(test::cosinesOf(operators));
    EXPECT_NEAR(found.participationRatio, 2.0, 1e-12);
    EXPECT_EQ(found.operatorsFor90Percent, 2);
}

TEST(Dimension, IsUnknownWhereAllOperatorsAreZero) {
    const Dimension found = dimensionOf(test::cosinesOf(Eigen::MatrixXd::Zero(4, 3)));
    EXPECT_TRUE(std::isnan(found.participationRatio));
    EXPECT_FALSE(found.operatorsFor90Percent);
    EXPECT_EQ(found.eigenvalues.size(), 3U);
}

TEST(Dimension, IsUnknownWithoutLayers) {
    const Dimension found = dimensionOf(CosineMatrix{3, {}, {}});
    EXPECT_TRUE(std::isnan(found.participationRatio));
    EXPECT_TRUE(found.eigenvalues.empty());
}

TEST(Dimension, OfOneLayerIsOne) {
    const Dimension found = dimensionOf(test::cosinesOf(Eigen::MatrixXd::Ones(3, 1)));
    EXPECT_EQ(found.participationRatio, 1.0);
    EXPECT_EQ(found.operatorsFor90Percent, 1);
}

TEST(IsotropicReferences, AreWhatOperatorsTurnedAtRandomShow) {
    constexpr int kHidden = 20;
    constexpr int kLayers = 8;
    constexpr int kTrials = 400;
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(kLayers);
    double ratios = 0.0;
    for (unsigned trial = 0; trial < kTrials; ++trial) {
        const Dimension found =
            dimensionOf(test::cosinesOf(test::unrelated(kHidden * kHidden, kLayers, 100 + trial)));
        sum += Eigen::Map<const Eigen::VectorXd>(found.eigenvalues.data(), kLayers);
        ratios += found.participationRatio;
    }
    const auto references = isotropicEigenvalues(kLayers, 1.0 / kHidden);
    for (int i = 0; i < kLayers; ++i) {
        const auto& reference = references[static_cast<std::size_t>(i)];
        EXPECT_NEAR(sum[i] / kTrials, reference.mean, 4.0 * reference.deviation / std::sqrt(64.0));
    }
    EXPECT_NEAR(ratios / kTrials, isotropicParticipationRatio(kLayers, 1.0 / kHidden), 0.01);
}

} // namespace
} // namespace sextant::family
