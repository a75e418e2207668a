// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/family/depth_blocks.h"

#include "core/family/leading_eigenvalue.h"
#include "tests/core/family/made_cosines.h"
#include "tests/core/support/dense_algebra.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace sextant::family {
namespace {

Eigen::MatrixXd matrixOf(const CosineMatrix& cosines) {
    return Eigen::MatrixXd::NullaryExpr(cosines.size(), cosines.size(), [&](Eigen::Index i, Eigen::Index j) {
        return cosines(static_cast<int>(i), static_cast<int>(j));
    });
}

double largest(const Eigen::MatrixXd& matrix) {
    return test::symmetricEigenvaluesOf(matrix).maxCoeff();
}

void expectEveryBlock(const Eigen::MatrixXd& matrix, const char* what) {
    LeadingEigenvalue block(matrix);
    for (Eigen::Index first = 0; first < matrix.rows(); ++first) {
        block.begin(first);
        for (Eigen::Index size = 1;; ++size) {
            const double exact = largest(matrix.block(first, first, size, size));
            ASSERT_NEAR(block.value(), exact, 1e-7 * std::max(1.0, exact))
                << what << ' ' << first << '+' << size;
            if (first + size == matrix.rows()) {
                break;
            }
            block.grow();
        }
    }
}

/// `families` operators by turns, orthogonal to each other, each layer its own share of noise.
Eigen::MatrixXd byTurns(int layers, int families, double noise, unsigned seed) {
    Eigen::MatrixXd operators = noise * test::unrelated(200, layers, seed) / std::sqrt(200.0);
    for (int l = 0; l < layers; ++l) {
        operators(l % families, l) += 1.0;
    }
    return operators;
}

TEST(LeadingEigenvalue, IsThatOfADenseSolver) {
    expectEveryBlock(Eigen::MatrixXd::Identity(20, 20), "orthogonal operators");
    expectEveryBlock(Eigen::MatrixXd::Zero(8, 8), "zero operators");
    expectEveryBlock(Eigen::MatrixXd::Ones(20, 20), "one operator");
    expectEveryBlock(matrixOf(test::cosinesOf(test::unrelated(3, 20, 1))), "three operators");
    expectEveryBlock(matrixOf(test::cosinesOf(test::unrelated(400, 40, 2))), "unrelated operators");
    expectEveryBlock(matrixOf(test::cosinesOf(test::unrelated(10, 40, 3))), "crowded operators");
}

TEST(LeadingEigenvalue, FollowsAFamilyThatOutgrowsTheOthers) {
    for (const double noise : {0.0, 1e-9, 0.01, 0.5}) {
        expectEveryBlock(matrixOf(test::cosinesOf(byTurns(30, 5, noise, 4))), "five families by turns");
    }
    Eigen::MatrixXd operators = Eigen::MatrixXd::Zero(3, 20);
    for (int l = 0; l < 20; ++l) {
        operators(l < 5 ? 0 : l < 11 ? 1 : 2, l) = l % 3 == 0 ? -1.0 : 1.0;
    }
    expectEveryBlock(matrixOf(test::cosinesOf(operators)), "one family after the other");
}

TEST(LeadingEigenvalue, AlsoOfAMatrixThatNoOperatorsHave) {
    Eigen::MatrixXd matrix = test::unrelated(15, 15, 5);
    matrix = (0.5 * (matrix + matrix.transpose())).eval();
    LeadingEigenvalue block(matrix);
    block.begin(0);
    for (Eigen::Index size = 2; size <= 15; ++size) {
        block.grow();
        EXPECT_NEAR(block.value(), largest(matrix.topLeftCorner(size, size)), 1e-6);
    }
}

/// Layers in blocks: of each block one operator, `noise` times as much of each layer's own.
CosineMatrix planted(const std::vector<int>& sizes, double noise, unsigned seed) {
    const int blocks = static_cast<int>(sizes.size());
    int layers = 0;
    for (const int size : sizes) {
        layers += size;
    }
    const Eigen::MatrixXd shared = test::unrelated(400, blocks, seed);
    Eigen::MatrixXd operators = noise * test::unrelated(400, layers, seed + 1);
    int layer = 0;
    for (int b = 0; b < blocks; ++b) {
        for (int i = 0; i < sizes[static_cast<std::size_t>(b)]; ++i, ++layer) {
            operators.col(layer) += (i % 2 == 0 ? 1.0 : -0.5) * shared.col(b);
        }
    }
    return test::cosinesOf(operators);
}

std::vector<int> firstsOf(const DepthBlocks& depth) {
    std::vector<int> firsts;
    for (const LayerBlock& block : depth.blocks) {
        firsts.push_back(block.first.value);
    }
    return firsts;
}

TEST(DepthBlocks, FindPlantedBlocks) {
    for (const double noise : {0.0, 0.2, 0.5}) {
        EXPECT_THAT(firstsOf(depthBlocks(planted({4, 5, 3}, noise, 1))), testing::ElementsAre(0, 4, 9))
            << noise;
        EXPECT_THAT(firstsOf(depthBlocks(planted({10, 16, 10}, noise, 2))), testing::ElementsAre(0, 10, 26))
            << noise;
        EXPECT_THAT(firstsOf(depthBlocks(planted({6, 6}, noise, 3))), testing::ElementsAre(0, 6)) << noise;
    }
}

TEST(DepthBlocks, EndWhereTheNextBegins) {
    const auto blocks = depthBlocks(planted({4, 5, 3}, 0.1, 1)).blocks;
    ASSERT_EQ(blocks.size(), 3U);
    EXPECT_EQ(blocks[1], (LayerBlock{LayerIndex{4}, LayerIndex{8}}));
    EXPECT_EQ(blocks[2].last, LayerIndex{11});
}

TEST(DepthBlocks, AreOneWhereEveryLayerIsTheSame) {
    const DepthBlocks depth = depthBlocks(planted({8}, 0.0, 4));
    EXPECT_THAT(firstsOf(depth), testing::ElementsAre(0));
    EXPECT_NEAR(depth.share, 1.0, 1e-6);
}

TEST(DepthBlocks, AreOneWhereTwoFamiliesTakeTurns) {
    EXPECT_EQ(depthBlocks(test::cosinesOf(byTurns(16, 2, 0.1, 5))).blocks.size(), 1U);
}

TEST(DepthBlocks, OfUnrelatedLayersAreMoreThanOneInFivePercent) {
    int found = 0;
    constexpr unsigned kTrials = 200;
    for (unsigned trial = 0; trial < kTrials; ++trial) {
        found +=
            depthBlocks(test::cosinesOf(test::unrelated(100, 10, 100 + trial))).blocks.size() > 1 ? 1 : 0;
    }
    EXPECT_LE(found, 19) << "10 in the mean; 3 standard deviations are 9";
}

TEST(DepthBlocks, OfUnrelatedLayersOnASharedBackgroundAreMoreThanOneInFivePercent) {
    int found = 0;
    constexpr unsigned kTrials = 200;
    for (unsigned trial = 0; trial < kTrials; ++trial) {
        Eigen::MatrixXd operators = test::unrelated(100, 10, 1000 + trial);
        operators.colwise() += Eigen::VectorXd(test::unrelated(100, 1, 5000 + trial));
        found += depthBlocks(test::cosinesOf(operators)).blocks.size() > 1 ? 1 : 0;
    }
    EXPECT_LE(found, 19);
}

/// By trying every set of borders.
double bestShare(const Eigen::MatrixXd& matrix, int blocks,
                 const std::function<double(const Eigen::MatrixXd&)>& valueOf) {
    const auto n = static_cast<int>(matrix.rows());
    double best = 0.0;
    for (unsigned borders = 0; borders < 1U << (n - 1); ++borders) {
        if (__builtin_popcount(borders) != blocks - 1) {
            continue;
        }
        double sum = 0.0;
        for (int first = 0, end = 1; end <= n; ++end) {
            if (end == n || ((borders >> (end - 1)) & 1U) != 0) {
                sum += valueOf(matrix.block(first, first, end - first, end - first));
                first = end;
            }
        }
        best = std::max(best, sum / n);
    }
    return best;
}

TEST(DepthBlocks, HaveTheLargestShareOfAllThereAre) {
    const CosineMatrix cosines = planted({2, 3, 3}, 0.8, 6);
    for (int count = 1; count <= 8; ++count) {
        const DepthBlocks best = bestBlocks(cosines, count);
        EXPECT_NEAR(best.share, bestShare(matrixOf(cosines), count, largest), 1e-7);
        EXPECT_EQ(best.blocks.size(), static_cast<std::size_t>(count));
    }
    EXPECT_EQ(bestBlocks(cosines, 9).blocks.size(), 8U) << "there are no more layers";
}

TEST(DepthBlocks, HaveTheLargestCoherenceOfAllThereAre) {
    const CosineMatrix cosines = planted({2, 3, 3}, 0.8, 6);
    const DepthBlocks depth = depthBlocks(cosines);
    ASSERT_EQ(depth.coherence.size(), 8U);
    const auto coherence = [](const Eigen::MatrixXd& block) { return block.squaredNorm() / block.trace(); };
    for (int count = 1; count <= 8; ++count) {
        EXPECT_NEAR(depth.coherence[static_cast<std::size_t>(count - 1)],
                    bestShare(matrixOf(cosines), count, coherence), 1e-12);
    }
}

TEST(DepthBlocks, AreNoMoreCoherentThanTheirLargestEigenvalues) {
    const CosineMatrix cosines = planted({5, 7}, 1.0, 12);
    const DepthBlocks depth = depthBlocks(cosines);
    for (int count = 1; count <= 12; ++count) {
        EXPECT_LE(depth.coherence[static_cast<std::size_t>(count - 1)],
                  bestBlocks(cosines, count).share + 1e-9);
    }
}

TEST(DepthBlocks, KnowNothingBelowThreeLayers) {
    EXPECT_EQ(depthBlocks(CosineMatrix{2, {}, {}}).blocks.size(), 0U);
    EXPECT_EQ(depthBlocks(test::cosinesOf(Eigen::MatrixXd::Identity(2, 1))).blocks.size(), 1U);
    EXPECT_EQ(depthBlocks(test::cosinesOf(Eigen::MatrixXd::Identity(2, 2))).blocks.size(), 1U);
}

TEST(DepthBlocks, OfZeroOperatorsAreOneThatHoldsNothing) {
    const DepthBlocks depth = depthBlocks(test::cosinesOf(Eigen::MatrixXd::Zero(3, 5)));
    EXPECT_EQ(depth.blocks.size(), 1U);
    EXPECT_EQ(depth.share, 0.0);
}

TEST(DepthBlocks, AreTheSameInEveryRun) {
    const CosineMatrix cosines = planted({5, 7}, 1.5, 8);
    EXPECT_EQ(depthBlocks(cosines).coherenceByChance, depthBlocks(cosines).coherenceByChance);
}

TEST(DepthBlocks, NameLayersPastOneThatIsMissing) {
    CosineMatrix cosines = planted({4, 4}, 0.1, 9);
    cosines.layers = 9;
    for (std::size_t i = 4; i < 8; ++i) {
        ++cosines.present[i].value; // layer 4 has no data
    }
    EXPECT_THAT(firstsOf(depthBlocks(cosines)), testing::ElementsAre(0, 5));
}

} // namespace
} // namespace sextant::family
