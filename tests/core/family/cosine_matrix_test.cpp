// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/family/cosine_matrix.h"

#include "core/analysis/mean.h"
#include "tests/core/family/made_cosines.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sextant::family {
namespace {

constexpr HeadIndex kHead{0};

TEST(CosineMatrix, LeavesOutALayerWhoseNormIsMissing) {
    auto cosine =
        test::cosinesOf(4, 1, [](int l, int) -> Eigen::VectorXd { return Eigen::Vector2d(1.0, 0.5 * l); });
    for (LayerIndex l; l.value < 4; ++l.value) {
        cosine(l, LayerIndex{2}, kHead) = analysis::kMissing;
        cosine(LayerIndex{2}, l, kHead) = analysis::kMissing;
    }
    const CosineMatrix matrix = cosineMatrix(cosine, kHead);
    EXPECT_THAT(matrix.present, testing::ElementsAre(LayerIndex{0}, LayerIndex{1}, LayerIndex{3}));
    EXPECT_EQ(matrix.layers, 4);
    EXPECT_DOUBLE_EQ(matrix(0, 2), cosine(LayerIndex{0}, LayerIndex{3}, kHead));
}

TEST(CosineMatrix, LeavesOutOneLayerOfAPairThatIsMissing) {
    auto cosine =
        test::cosinesOf(3, 1, [](int l, int) -> Eigen::VectorXd { return Eigen::Vector2d(1.0, 0.5 * l); });
    cosine(LayerIndex{0}, LayerIndex{1}, kHead) = analysis::kMissing;
    EXPECT_EQ(cosineMatrix(cosine, kHead).size(), 2);
}

TEST(CosineMatrix, IsEmptyWhereNothingIsKnown) {
    const artifact::LayerPairTable cosine(3, 1, analysis::kMissing);
    EXPECT_EQ(cosineMatrix(cosine, kHead).size(), 0);
}

TEST(CosineMatrix, OfTheMeanTakesTheMatrixAsItIs) {
    const CosineMatrix matrix = cosineMatrix(std::vector<double>{1.0, 0.25, 0.25, 1.0}, 2);
    EXPECT_EQ(matrix.size(), 2);
    EXPECT_EQ(matrix(1, 0), 0.25);
}

} // namespace
} // namespace sextant::family
