// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/family/family.h"

#include "core/analysis/mean.h"
#include "tests/core/family/made_cosines.h"

#include <gtest/gtest.h>

namespace sextant::family {
namespace {

const ThreadBudget kBudget(2);

std::shared_ptr<const Family> familyIn16(const artifact::LayerPairTable& cosine) {
    return familyOf(cosine, {cosine.layers(), cosine.heads(), 2, 16}, kBudget);
}

TEST(Family, HasTheBestAnchorOfEachHead) {
    // In head 0 layer 2 is the middle of all, in head 1 all layers are unrelated but 1 and 3.
    const auto cosine = test::cosinesOf(4, 2, [](int l, int h) -> Eigen::VectorXd {
        Eigen::VectorXd vector = Eigen::VectorXd::Zero(5);
        if (h == 0) {
            vector[4] = 1.0;
            vector[l] = l == 2 ? 0.0 : 1.0;
        } else {
            vector[l == 3 ? 1 : l] = 1.0;
        }
        return vector;
    });
    const auto family = familyIn16(cosine);
    EXPECT_EQ(family->heads[0].bestAnchor, LayerIndex{2});
    EXPECT_NEAR(family->heads[0].bestAnchorRSquared, 0.5, 1e-12);
    EXPECT_EQ(family->heads[1].bestAnchor, LayerIndex{1});
    EXPECT_EQ(family->greedyOfHeads.size(), 2U);
    EXPECT_EQ(family->greedy.size(), family->chance.size());
    EXPECT_EQ(family->isotropicOfMean.size(), 4U);
}

TEST(Family, OfOneLayerHasNeitherAnchorsNorBlocksToTell) {
    const auto family = familyIn16(
        test::cosinesOf(1, 1, [](int, int) -> Eigen::VectorXd { return Eigen::Vector2d(1.0, 2.0); }));
    EXPECT_FALSE(family->heads[0].bestAnchor);
    EXPECT_TRUE(family->greedy.empty());
    EXPECT_TRUE(family->chance.empty());
    EXPECT_EQ(family->heads[0].depth.blocks.size(), 1U);
    EXPECT_EQ(family->ofMean.dimension.eigenvalues.size(), 1U);
}

TEST(Family, LeavesAHeadWithoutDataEmpty) {
    auto cosine = test::cosinesOf(5, 2, [](int l, int h) -> Eigen::VectorXd {
        return test::unrelated(30, 1, static_cast<unsigned>(7 * l + h));
    });
    for (LayerIndex l; l.value < 5; ++l.value) {
        for (LayerIndex m; m.value < 5; ++m.value) {
            cosine(l, m, HeadIndex{1}) = analysis::kMissing;
        }
    }
    const auto family = familyIn16(cosine);
    EXPECT_TRUE(family->heads[1].dimension.eigenvalues.empty());
    EXPECT_TRUE(family->heads[1].depth.blocks.empty());
    EXPECT_TRUE(family->greedyOfHeads[1].empty());
    EXPECT_EQ(family->greedy.size(), 4U) << "the other head has data";
}

TEST(Family, IsNothingAfterAStopRequest) {
    const auto cosine = test::cosinesOf(
        5, 1, [](int l, int) -> Eigen::VectorXd { return test::unrelated(30, 1, static_cast<unsigned>(l)); });
    std::stop_source stopper;
    stopper.request_stop();
    EXPECT_EQ(familyOf(cosine, {5, 1, 2, 16}, kBudget, stopper.get_token()), nullptr);
}

TEST(SuggestedAnchor, IsOfTheHeadOnShow) {
    // Head 0 is made of layers 0 and 3 alone, head 1 of layers 0 and 2.
    const auto cosine = test::cosinesOf(5, 2, [](int l, int h) -> Eigen::VectorXd {
        const bool isFirst = h == 0 ? l < 3 : l < 2;
        return Eigen::Vector2d(isFirst ? 1.0 : 0.0, isFirst ? 0.0 : 1.0);
    });
    const std::vector<LayerIndex> anchors{LayerIndex{0}};
    const artifact::ArtifactShape shape{5, 2, 2, 100};
    const auto ofFirst = suggestedAnchor(cosine, shape, anchors, HeadIndex{0});
    ASSERT_TRUE(ofFirst);
    EXPECT_EQ(ofFirst->step.layer, LayerIndex{3});
    EXPECT_NEAR(ofFirst->step.gain, 0.5, 1e-12);
    EXPECT_LT(ofFirst->chance.gain.mean, 1e-3);
    EXPECT_EQ(suggestedAnchor(cosine, shape, anchors, HeadIndex{1})->step.layer, LayerIndex{2});
    EXPECT_EQ(suggestedAnchor(cosine, shape, anchors, {})->step.layer, LayerIndex{3});
}

TEST(SuggestedAnchor, IsNoneWhereAllButOneAreAnchors) {
    const auto cosine =
        test::cosinesOf(2, 1, [](int l, int) -> Eigen::VectorXd { return Eigen::Vector2d(1.0, l); });
    EXPECT_FALSE(suggestedAnchor(cosine, {2, 1, 2, 16}, std::vector<LayerIndex>{LayerIndex{1}}, {}));
}

} // namespace
} // namespace sextant::family
