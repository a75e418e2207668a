// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/closed_forms.h"
#include "tests/core/support/dense_algebra.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <random>

namespace sextant::evidence {
namespace {

class Random {
public:
    explicit Random(unsigned seed) : generator_(seed) {}

    Eigen::MatrixXd gaussian(int rows, int columns) {
        return Eigen::MatrixXd::NullaryExpr(rows, columns, [this] { return normal_(generator_); });
    }

    /// Haar: the orthogonal factor of a Gaussian matrix, its signs made those of R's diagonal.
    Eigen::MatrixXd rotation(int size) {
        const Eigen::MatrixXd random = gaussian(size, size);
        Eigen::MatrixXd q = test::orthonormalBasisOf(random);
        for (int i = 0; i < size; ++i) {
            q.col(i) *= q.col(i).dot(random.col(i)) < 0.0 ? -1.0 : 1.0;
        }
        return q;
    }

    std::mt19937_64& generator() { return generator_; }

private:
    std::mt19937_64 generator_;
    std::normal_distribution<double> normal_;
};

struct Observed {
    double mean = 0.0;
    double deviation = 0.0;
};

Observed simulated(int trials, const std::function<double()>& draw) {
    double sum = 0.0;
    double squares = 0.0;
    for (int i = 0; i < trials; ++i) {
        const double value = draw();
        sum += value;
        squares += value * value;
    }
    const double mean = sum / trials;
    return {mean, std::sqrt(squares / trials - mean * mean)};
}

/// Within four standard errors of the simulation's mean, and its deviation within `share`.
void expectAgreement(const Reference& reference, const Observed& observed, int trials, double share = 0.05) {
    EXPECT_NEAR(reference.mean, observed.mean, 4.0 * observed.deviation / std::sqrt(trials) + 1e-12);
    EXPECT_NEAR(reference.deviation, observed.deviation, share * observed.deviation + 1e-12);
}

double cosine(const Eigen::MatrixXd& one, const Eigen::MatrixXd& other) {
    return one.cwiseProduct(other).sum() / (one.norm() * other.norm());
}

OperatorSums sumsOf(const Eigen::MatrixXd& g) {
    const Eigen::MatrixXd symmetric = 0.5 * (g + g.transpose());
    return {g.squaredNorm(), symmetric.trace(), symmetric.squaredNorm()};
}

constexpr int kTrials = 20000;

TEST(IsotropicCosine, IsThatOfOperatorsTurnedOnBothSides) {
    Random random(1);
    const Eigen::MatrixXd one = random.gaussian(6, 2) * random.gaussian(2, 6);
    const Eigen::MatrixXd other = random.gaussian(6, 3) * random.gaussian(3, 6);
    const Observed observed =
        simulated(kTrials, [&] { return cosine(one, random.rotation(6) * other * random.rotation(6)); });
    expectAgreement(isotropicCosine(6), observed, kTrials);
}

TEST(IsotropicRSquared, IsTheMeanSquareOfTheCosine) {
    Random random(2);
    const Eigen::MatrixXd one = random.gaussian(12, 12);
    const Observed observed =
        simulated(kTrials, [&] { return std::pow(cosine(one, random.gaussian(12, 12)), 2); });
    expectAgreement(isotropicRSquared(12), observed, kTrials, 0.08);
}

TEST(SameSpectrumCosine, IsThatOfOperatorsTurnedAsTheyAre) {
    Random random(3);
    const Eigen::MatrixXd key = random.gaussian(6, 3);
    const Eigen::MatrixXd copying = key * key.transpose(); // looks for what is like itself
    const Eigen::MatrixXd general = random.gaussian(6, 6);
    const Eigen::MatrixXd mixed = copying + 0.5 * general;
    for (const auto& [one, other] : {std::pair{copying, copying}, {copying, mixed}, {general, mixed}}) {
        const Eigen::MatrixXd& fixed = one;
        const Eigen::MatrixXd& turned = other;
        const Observed observed = simulated(kTrials, [&] {
            const Eigen::MatrixXd r = random.rotation(6);
            return cosine(fixed, r * turned * r.transpose());
        });
        expectAgreement(sameSpectrumCosine(sumsOf(fixed), sumsOf(turned), 6), observed, kTrials);
    }
}

TEST(SameSpectrumCosine, OfZeroAndOneDimensionalOperatorsIsFixed) {
    const OperatorSums zero;
    const OperatorSums two{4.0, -2.0, 4.0};
    EXPECT_EQ(sameSpectrumCosine(zero, two, 8).mean, 0.0);
    EXPECT_EQ(sameSpectrumCosine(zero, two, 8).deviation, 0.0);
    EXPECT_DOUBLE_EQ(sameSpectrumCosine(two, {9.0, 3.0, 9.0}, 1).mean, -1.0);
    EXPECT_EQ(sameSpectrumCosine(two, two, 1).deviation, 0.0);
}

TEST(ResidualOf, FollowsFromTheCosine) {
    Random random(4);
    std::normal_distribution<double> cosine(0.3, 0.2);
    const Observed observed = simulated(kTrials, [&] {
        const double value = std::clamp(cosine(random.generator()), -1.0, 1.0);
        return std::sqrt(1.0 - value * value);
    });
    expectAgreement(residualOf({0.3, 0.2}), observed, kTrials);
    EXPECT_NEAR(residualOf({0.0, 1e-4}).deviation, 1e-8 / std::sqrt(2.0), 1e-11);
    EXPECT_DOUBLE_EQ(residualOf({0.6, 0.0}).mean, 0.8);
    EXPECT_TRUE(std::isnan(residualOf({}).mean));
}

Reference ofLists(const std::vector<double>& one, const std::vector<double>& other) {
    const auto signs = [](const std::vector<double>& values) {
        const auto positive = std::ranges::count_if(values, [](double value) { return value > 0.0; });
        const auto zero = std::ranges::count(values, 0.0);
        return analysis::LeadingSigns{static_cast<double>(positive),
                                      static_cast<double>(values.size()) - static_cast<double>(zero)};
    };
    return shuffledSignAgreement(signs(one), signs(other), static_cast<int>(one.size()));
}

TEST(ShuffledSignAgreement, CountsZerosOnlyWithZeros) {
    Random random(5);
    const std::vector<double> one{9, 8, -7, 6, 5, -4, 0, 0};
    const std::vector<double> other{9, -8, -7, 6, 0, 0, 0, 0};
    auto first = one;
    auto second = other;
    const Observed observed = simulated(kTrials, [&] {
        std::shuffle(first.begin(), first.begin() + 6, random.generator());
        std::shuffle(second.begin(), second.begin() + 4, random.generator());
        int agreeing = 0;
        for (std::size_t i = 0; i < first.size(); ++i) {
            agreeing += ((first[i] > 0) - (first[i] < 0)) == ((second[i] > 0) - (second[i] < 0)) ? 1 : 0;
        }
        return agreeing / 8.0;
    });
    expectAgreement(ofLists(one, other), observed, kTrials);
    expectAgreement(ofLists(other, one), observed, kTrials);
}

TEST(ShuffledSignAgreement, OfFullSpectraIsTheProductOfTheShares) {
    const std::vector<double> one{4, 3, 2, -1};
    const std::vector<double> other{4, -3, -2, -1};
    EXPECT_DOUBLE_EQ(ofLists(one, other).mean, 0.75 * 0.25 + 0.25 * 0.75);
    const std::vector<double> zeros(4, 0.0);
    EXPECT_EQ(ofLists(zeros, zeros).mean, 1.0);
    EXPECT_EQ(ofLists(zeros, one).mean, 0.0);
    const double missing = std::nan("");
    EXPECT_TRUE(std::isnan(shuffledSignAgreement({missing, missing}, {1.0, 1.0}, 1).mean));
    EXPECT_TRUE(std::isnan(shuffledSignAgreement({}, {}, 0).mean));
}

TEST(RandomOverlap, IsThatOfIndependentDirections) {
    Random random(6);
    const Observed observed =
        simulated(kTrials, [&] { return std::pow(random.gaussian(10, 1).normalized()(0), 2); });
    expectAgreement(randomOverlap(10), observed, kTrials);
}

TEST(UnrelatedWeights, HaveTheSymmetryThatIsSaid) {
    Random random(7);
    constexpr int kSize = 16;
    constexpr int kOperators = 6000;
    std::vector<double> indices;
    const Observed share = simulated(kOperators, [&] {
        const Eigen::MatrixXd g = random.gaussian(kSize, 12) * random.gaussian(12, kSize);
        const OperatorSums sums = sumsOf(g);
        indices.push_back(std::sqrt(kSize) * sums.eigenvalueSum / std::sqrt(sums.squaredNorm));
        return sums.eigenvalueSquares / sums.squaredNorm;
    });
    // The spread of the share holds in the limit of many dimensions.
    EXPECT_NEAR(unrelatedSymmetricShare(kSize).mean, share.mean, 0.004);
    EXPECT_NEAR(unrelatedSymmetricShare(kSize).deviation, share.deviation, 0.15 * share.deviation);
    std::size_t next = 0;
    expectAgreement(unrelatedMatchingIndex(), simulated(kOperators, [&] { return indices[next++]; }),
                    kOperators);
}

} // namespace
} // namespace sextant::evidence
