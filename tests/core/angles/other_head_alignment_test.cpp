// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/angles/other_head_alignment.h"

#include "core/angles/head_alignment.h"
#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <utility>

namespace sextant::angles {
namespace {

using test::Directions;

constexpr artifact::ArtifactShape kShape{3, 4, 2, 24}; // r 2: spectra of four eigenvalues
constexpr int kTopk = 4;
constexpr LayerIndex kAnchor{1};

/// Directions of every layer and head, one of which has dependent rows, one a NaN.
class Heads {
public:
    Heads() {
        test::RandomMatrices random;
        for (int l = 0; l < kShape.layers; ++l) {
            for (int h = 0; h < kShape.heads; ++h) {
                directions_[{l, h}] = random.gaussian(kTopk, kShape.hiddenSize);
            }
        }
        directions_[{0, 2}].row(3) = directions_[{0, 2}].row(0) + directions_[{0, 2}].row(1);
        directions_[{2, 1}](1, 5) = std::numeric_limits<double>::quiet_NaN();
        tensors_ = test::makeTensors(kShape, kTopk, [&](int l, int h) { return directions_.at({l, h}); });
        tensors_->singularValues.assign(static_cast<std::size_t>(kShape.layers * kShape.heads * 2), 1.0);
    }

    /// Head `other` of a layer against `head` of the anchor, as an artifact of these two spans has it.
    [[nodiscard]] PrincipalAngles oneByOne(int layer, int other, int head) const {
        const artifact::ArtifactShape two{2, 1, 2, kShape.hiddenSize};
        const auto tensors = test::makeTensors(two, kTopk, [&](int l, int) {
            return l == 0 ? directions_.at({layer, other}) : directions_.at({kAnchor.value, head});
        });
        tensors->singularValues =
            tensors_->singularValues.empty()
                ? std::vector<double>()
                : std::vector<double>{valueAt(layer, other, 0), valueAt(layer, other, 1),
                                      valueAt(kAnchor.value, head, 0), valueAt(kAnchor.value, head, 1)};
        return alignHeadWithAnchor(*tensors, two, HeadIndex{0}, LayerIndex{1}, {})->values[0];
    }

    [[nodiscard]] std::vector<std::vector<HeadBlock>> aligned(const BlocksOfLayer& blocks,
                                                              int threads = 1) const {
        return alignOtherHeads(*tensors_, kShape, kAnchor, blocks, ThreadBudget(threads)).value();
    }

    artifact::TensorFile& tensors() { return *tensors_; }

private:
    [[nodiscard]] double valueAt(int layer, int head, int i) const {
        return tensors_->singularValues[static_cast<std::size_t>((layer * kShape.heads + head) * 2 + i)];
    }

    std::map<std::pair<int, int>, Directions> directions_;
    std::shared_ptr<artifact::TensorFile> tensors_;
};

std::vector<std::vector<HeadIndex>> allHeads(LayerIndex) {
    return {{HeadIndex{0}, HeadIndex{1}, HeadIndex{2}, HeadIndex{3}}};
}

void expectSame(double found, double expected) {
    EXPECT_EQ(std::isnan(found), std::isnan(expected));
    if (!std::isnan(expected)) {
        EXPECT_NEAR(found, expected, 1e-12 * (1.0 + expected));
    }
}

void expectSame(const PrincipalAngles& found, const PrincipalAngles& expected) {
    expectSame(found.meanCosine, expected.meanCosine);
    expectSame(found.smallestCosine, expected.smallestCosine);
    expectSame(found.firstOverlap, expected.firstOverlap);
}

void expectOneByOne(const Heads& heads) {
    const auto found = heads.aligned(allHeads);
    for (int l = 0; l < kShape.layers; ++l) {
        const HeadBlock& block = found[static_cast<std::size_t>(l)][0];
        for (int other = 0; other < kShape.heads; ++other) {
            for (int head = 0; head < kShape.heads; ++head) {
                expectSame(block.at(static_cast<std::size_t>(other), static_cast<std::size_t>(head)),
                           heads.oneByOne(l, other, head));
            }
        }
    }
}

TEST(OtherHeadAlignment, IsThatOfTheTwoSpansAlone) {
    Heads heads;
    heads.tensors().singularValues.clear();
    expectOneByOne(heads);
}

TEST(OtherHeadAlignment, ComparesOnlyDirectionsWithinTheRankOfTheOperator) {
    Heads heads; // of rank 2, one of them of rank 1
    heads.tensors().singularValues[3] = 0.0;
    expectOneByOne(heads);
    const HeadBlock block = heads.aligned(allHeads)[0][0];
    EXPECT_EQ(block.at(1, 0).meanCosine, block.at(1, 0).smallestCosine) << "one direction, one angle";
    EXPECT_NE(block.at(0, 0).meanCosine, block.at(0, 0).smallestCosine);
}

TEST(OtherHeadAlignment, HasNoValueWhereADirectionIsNotFinite) {
    const HeadBlock block = Heads().aligned(allHeads)[2][0];
    for (std::size_t head = 0; head < 4; ++head) {
        EXPECT_TRUE(std::isnan(block.at(1, head).meanCosine));
        EXPECT_TRUE(std::isfinite(block.at(0, head).meanCosine));
    }
}

TEST(OtherHeadAlignment, ComparesTheBlocksItIsGivenOnAnyNumberOfThreads) {
    const auto blocks = [](LayerIndex l) {
        return l == kAnchor
                   ? std::vector<std::vector<HeadIndex>>{}
                   : std::vector<std::vector<HeadIndex>>{{HeadIndex{3}, HeadIndex{0}}, {HeadIndex{1}}};
    };
    const Heads heads;
    const auto found = heads.aligned(blocks, 3);
    EXPECT_TRUE(found[1].empty());
    ASSERT_EQ(found[0].size(), 2U);
    expectSame(found[0][0].at(0, 1), heads.oneByOne(0, 3, 0));
    expectSame(found[0][1].at(0, 0), heads.oneByOne(0, 1, 1));
}

TEST(OtherHeadAlignment, EndsWhenStopped) {
    std::stop_source stop;
    stop.request_stop();
    Heads heads;
    const auto found =
        alignOtherHeads(heads.tensors(), kShape, kAnchor, allHeads, ThreadBudget(1), stop.get_token());
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, ErrorCode::Cancelled);
}

} // namespace
} // namespace sextant::angles
