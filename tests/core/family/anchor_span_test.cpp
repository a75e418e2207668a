// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/family/anchor_span.h"

#include "core/analysis/mean.h"
#include "core/analysis/operator_cosine.h"
#include "tests/core/family/made_cosines.h"
#include "tests/core/support/dense_algebra.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace sextant::family {
namespace {

using Anchors = std::vector<LayerIndex>;

artifact::LayerPairTable oneHead(const Eigen::MatrixXd& operators) {
    return test::cosinesOf(static_cast<int>(operators.cols()), 1,
                           [&](int l, int) -> Eigen::VectorXd { return operators.col(l); });
}

TEST(AnchorSpan, OfOneAnchorGivesTheSquaredCosine) {
    const auto cosine = oneHead(test::unrelated(5, 4, 1));
    const std::vector<double> squares = spanRSquared(cosine, Anchors{{1}});
    EXPECT_NEAR(squares[3], std::pow(cosine(LayerIndex{3}, LayerIndex{1}, HeadIndex{0}), 2), 1e-14);
    EXPECT_EQ(squares[1], 1.0);
    EXPECT_EQ(spanResiduals(cosine, Anchors{{1}})[1], 0.0);
}

TEST(AnchorSpan, OfOneAnchorLeavesTheResidualOfThePair) {
    const artifact::LayerPairTable cosine = oneHead(test::unrelated(30, 9, 11));
    const std::vector<double> residuals = spanResiduals(cosine, Anchors{LayerIndex{4}});
    for (LayerIndex l; l.value < 9; ++l.value) {
        EXPECT_NEAR(residuals[static_cast<std::size_t>(l.value)],
                    analysis::residual(cosine(l, LayerIndex{4}, HeadIndex{0})), 1e-7)
            << l.value;
    }
}

TEST(AnchorSpan, IsThePartThatAProjectionKeeps) {
    const Eigen::MatrixXd operators = test::unrelated(7, 5, 2);
    Eigen::MatrixXd span(7, 2);
    span << operators.col(0), operators.col(3);
    const Eigen::MatrixXd basis = test::orthonormalBasisOf(span);
    const std::vector<double> squares = spanRSquared(oneHead(operators), Anchors{{0}, {3}});
    for (int l = 0; l < 5; ++l) {
        const double kept = (basis.transpose() * operators.col(l).normalized()).squaredNorm();
        EXPECT_NEAR(squares[static_cast<std::size_t>(l)], kept, 1e-12) << l;
    }
}

TEST(AnchorSpan, HoldsEveryCombinationOfTheAnchors) {
    Eigen::MatrixXd operators = test::unrelated(30, 6, 3);
    operators.col(5) = 2.0 * operators.col(0) - 0.5 * operators.col(2);
    EXPECT_NEAR(spanResiduals(oneHead(operators), Anchors{{0}, {2}})[5], 0.0, 1e-6);
}

TEST(AnchorSpan, DoesNotGrowByAnAnchorThatDependsOnOthers) {
    Eigen::MatrixXd operators = test::unrelated(30, 6, 4);
    operators.col(1) = -3.0 * operators.col(0);
    const auto cosine = oneHead(operators);
    const std::vector<double> one = spanRSquared(cosine, Anchors{{0}});
    const std::vector<double> both = spanRSquared(cosine, Anchors{{0}, {1}, {0}});
    for (std::size_t l = 0; l < one.size(); ++l) {
        EXPECT_NEAR(both[l], one[l], 1e-12);
    }
}

TEST(AnchorSpan, IgnoresAnAnchorThatIsZero) {
    Eigen::MatrixXd operators = test::unrelated(30, 4, 5);
    operators.col(2).setZero();
    const auto cosine = oneHead(operators);
    const std::vector<double> squares = spanRSquared(cosine, Anchors{{0}, {2}});
    EXPECT_NEAR(squares[3], spanRSquared(cosine, Anchors{{0}})[3], 1e-12);
    EXPECT_EQ(squares[2], 0.0);
    EXPECT_EQ(spanRSquared(cosine, Anchors{{2}})[3], 0.0);
}

TEST(AnchorSpan, MarksWhatIsMissingAndNothingElse) {
    auto cosine = oneHead(test::unrelated(30, 4, 6));
    cosine(LayerIndex{3}, LayerIndex{0}, HeadIndex{0}) = analysis::kMissing;
    cosine(LayerIndex{0}, LayerIndex{3}, HeadIndex{0}) = analysis::kMissing;
    const std::vector<double> squares = spanRSquared(cosine, Anchors{{0}, {1}});
    EXPECT_TRUE(std::isnan(squares[3]));
    EXPECT_FALSE(std::isnan(squares[2]));
    cosine(LayerIndex{0}, LayerIndex{0}, HeadIndex{0}) = analysis::kMissing;
    EXPECT_TRUE(std::isnan(spanRSquared(cosine, Anchors{{0}})[1]));
    EXPECT_FALSE(std::isnan(spanRSquared(cosine, Anchors{{0}, {1}})[2])) << "the other anchor still spans";
}

TEST(AnchorSpan, OfIsotropicOperatorsIsWhatTheReferenceSays) {
    constexpr int kHidden = 6;
    constexpr int kTrials = 4000;
    double sum = 0.0;
    double squares = 0.0;
    for (unsigned trial = 0; trial < kTrials; ++trial) {
        const double residual = spanResiduals(oneHead(test::unrelated(kHidden * kHidden, 4, 1000 + trial)),
                                              Anchors{{0}, {1}, {2}})[3];
        sum += residual;
        squares += residual * residual;
    }
    const double mean = sum / kTrials;
    const evidence::Reference reference = isotropicSpanResidual(3, kHidden, 1);
    EXPECT_NEAR(mean, reference.mean, 2e-3);
    EXPECT_NEAR(std::sqrt(squares / kTrials - mean * mean), reference.deviation, 0.2 * reference.deviation);
    EXPECT_DOUBLE_EQ(isotropicSpanResidual(3, kHidden, 4).deviation, 0.5 * reference.deviation);
}

} // namespace
} // namespace sextant::family
