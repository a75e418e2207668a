// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/operator_rank.h"

#include "core/angles/angle_tables.h"
#include "core/angles/reference_alignment.h"
#include "tests/core/support/dense_algebra.h"
#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace sextant::angles {
namespace {

using test::Directions;

constexpr artifact::ArtifactShape kShape{2, 1, 8, 64};
constexpr int kTopk = 8;
constexpr int kRank = 3;
constexpr HeadIndex kHead{0};

/// Two layers that are multiples of one operator of rank 3, stored with 8 directions: those beyond the third
/// are whatever the producer's factorisation left there.
std::shared_ptr<artifact::TensorFile> rankThreeStoredWithEight(bool withSingularValues) {
    auto random = std::make_shared<test::RandomMatrices>(5);
    const Directions shared = random->orthonormal(kRank, kShape.hiddenSize);
    std::vector<double> eigenvalues;
    for (int layer = 0; layer < kShape.layers; ++layer) {
        for (const double value : {3.0, -3.0, 2.0, -2.0, 1.0, -1.0}) {
            eigenvalues.push_back((1.0 + layer) * value);
        }
        for (int i = 6; i < 2 * kShape.headDim; ++i) {
            eigenvalues.push_back(i % 2 == 0 ? 1e-7 : -1e-8); // zeros of single precision
        }
    }
    auto tensors = test::makeTensors(
        kShape, kTopk,
        [&](int, int) {
            Directions rows(kTopk, kShape.hiddenSize);
            Directions rest = random->gaussian(kTopk - kRank, kShape.hiddenSize);
            rest -= rest * shared.transpose() * shared;
            rows << shared, test::orthonormalBasisOf(rest.transpose()).transpose();
            return rows;
        },
        std::move(eigenvalues));
    if (withSingularValues) {
        for (int layer = 0; layer < kShape.layers; ++layer) {
            for (const double value : {6.0, 4.0, 2.0, 2e-7, 1e-7, 1e-8, 0.0, 0.0}) {
                tensors->singularValues.push_back((1.0 + layer) * value);
            }
        }
    }
    return tensors;
}

TEST(ComparedDirections, EndWhereTheSingularValuesDo) {
    const auto tensors = rankThreeStoredWithEight(true);
    EXPECT_EQ(comparedDirections(*tensors, kShape, LayerIndex{1}, kHead), kRank);
}

TEST(ComparedDirections, WithoutSingularValuesAreAtMostTheNonZeroEigenvalues) {
    const auto tensors = rankThreeStoredWithEight(false);
    EXPECT_EQ(comparedDirections(*tensors, kShape, LayerIndex{1}, kHead), 2 * kRank);
}

TEST(OperatorRank, IsCountedOrBound) {
    const auto counted = operatorRank(*rankThreeStoredWithEight(true), kShape, LayerIndex{1}, kHead);
    ASSERT_TRUE(counted);
    EXPECT_EQ(counted->rank, kRank);
    EXPECT_FALSE(counted->isBound);
    auto tensors = rankThreeStoredWithEight(false);
    const auto bound = operatorRank(*tensors, kShape, LayerIndex{1}, kHead);
    ASSERT_TRUE(bound);
    EXPECT_EQ(bound->rank, 2 * kRank);
    EXPECT_TRUE(bound->isBound);
    tensors->eigenvalues.assign(tensors->eigenvalues.size(), 1.0);
    EXPECT_EQ(operatorRank(*tensors, kShape, LayerIndex{1}, kHead)->rank, kShape.headDim);
    tensors->eigenvalues.front() = std::numeric_limits<double>::quiet_NaN();
    EXPECT_FALSE(operatorRank(*tensors, kShape, LayerIndex{0}, kHead));
}

TEST(ComparedDirections, AreAllWhereNothingIsKnown) {
    const auto tensors = rankThreeStoredWithEight(true);
    tensors->singularValues[1] = std::numeric_limits<double>::quiet_NaN();
    std::fill(tensors->singularValues.begin() + 8, tensors->singularValues.end(), 0.0);
    EXPECT_EQ(comparedDirections(*tensors, kShape, LayerIndex{0}, kHead), kTopk);
    EXPECT_EQ(comparedDirections(*tensors, kShape, LayerIndex{1}, kHead), kTopk);
    tensors->singularValues.clear();
    tensors->eigenvalues.clear();
    EXPECT_EQ(comparedDirections(*tensors, kShape, LayerIndex{0}, kHead), kTopk);
}

TEST(ComparedDirections, AreNotBoundByASpectrumWithoutZeros) {
    constexpr artifact::ArtifactShape shape{1, 1, 2, 16};
    const auto tensors =
        test::makeTensors(shape, kTopk, [](int, int) { return Directions::Identity(kTopk, 16); });
    EXPECT_EQ(comparedDirections(*tensors, shape, LayerIndex{0}, kHead), kTopk);
}

TEST(ComparedDirections, ShowThatARescaledOperatorSpansTheSame) {
    const auto tensors = rankThreeStoredWithEight(true);
    const AngleRow row = *angleRow(*tensors, kShape, LayerIndex{1}, ThreadBudget(1));
    const AngleRow fromTable = angleTable(*tensors, kShape, ThreadBudget(1))->row(LayerIndex{1});
    for (const AngleRow& found : {row, fromTable}) {
        EXPECT_NEAR(found.at(LayerIndex{0}, kHead).smallestCosine, 1.0, 1e-12);
        EXPECT_EQ(found.rankAt(LayerIndex{0}, kHead), kRank);
    }
    // The script, whose numbers the text report keeps, compares all eight.
    EXPECT_LT(referenceAlignment(*tensors, kShape, kHead, LayerIndex{0}, LayerIndex{1}).meanCosine, 0.7);
}

TEST(ComparedDirections, OfUnequalNumberHaveAsManyAnglesAsTheFewer) {
    const auto tensors = rankThreeStoredWithEight(true);
    tensors->singularValues[1] = 0.0; // the first layer is of rank one
    tensors->singularValues[2] = 0.0;
    const AngleRow row = *angleRow(*tensors, kShape, LayerIndex{1}, ThreadBudget(1));
    EXPECT_NEAR(row.at(LayerIndex{0}, kHead).meanCosine, 1.0, 1e-12);
    EXPECT_EQ(row.rankAt(LayerIndex{0}, kHead), 1);
    EXPECT_EQ(row.rankAt(LayerIndex{1}, kHead), kRank);
}

} // namespace
} // namespace sextant::angles
