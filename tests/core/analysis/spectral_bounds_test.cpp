// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/spectral_bounds.h"

#include "core/analysis/spectrum.h"
#include "tests/core/support/dense_algebra.h"
#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace sextant::analysis {
namespace {

Eigen::MatrixXd ofUnitNorm(const Eigen::MatrixXd& g) {
    return g / g.norm();
}

std::vector<double> eigenvaluesOf(const Eigen::MatrixXd& g) {
    const Eigen::VectorXd found = test::symmetricEigenvaluesOf(g);
    std::vector<double> values(found.begin(), found.end());
    std::ranges::sort(values, [](double a, double b) { return std::abs(a) > std::abs(b); });
    return values;
}

TEST(SpectralBounds, AreNeverViolated) {
    test::RandomMatrices random(3);
    constexpr artifact::ArtifactShape shape{2, 1, 4, 8};
    for (int trial = 0; trial < 200; ++trial) {
        const Eigen::MatrixXd one = random.gaussian(8, 3) * random.gaussian(3, 8);
        const Eigen::MatrixXd other = trial % 2 == 0 ? Eigen::MatrixXd(random.gaussian(8, 8))
                                                     : Eigen::MatrixXd(one + 0.3 * random.gaussian(8, 8));
        std::vector<double> eigenvalues = eigenvaluesOf(one);
        const std::vector<double> ofOther = eigenvaluesOf(other);
        eigenvalues.insert(eigenvalues.end(), ofOther.begin(), ofOther.end());
        const auto tensors = test::makeTensors(
            shape, 1, [](int, int) { return test::Directions::Identity(1, 8); }, eigenvalues);
        const SpectralAlignment spectrum = spectralAlignment(*tensors, shape);
        const LayerIndex l{0};
        const LayerIndex m{1};
        const HeadIndex h{0};
        EXPECT_GE(spectrum.cosine(l, m, h) + 1e-12,
                  spectralFloor(spectrum.sumsAt(l, h), spectrum.sumsAt(m, h), 8));

        const Eigen::MatrixXd symmetric = ofUnitNorm(one + one.transpose());
        const Eigen::MatrixXd otherSymmetric = ofUnitNorm(other + other.transpose());
        EXPECT_LE(symmetric.cwiseProduct(otherSymmetric).sum(), spectrum.signedCosine(l, m, h) + 1e-12);

        const Eigen::VectorXd singular = one.jacobiSvd().singularValues();
        const Eigen::VectorXd ofOtherSingular = other.jacobiSvd().singularValues();
        EXPECT_LE(std::abs(ofUnitNorm(one).cwiseProduct(ofUnitNorm(other)).sum()),
                  singularValueCosine({singular.data(), 8}, {ofOtherSingular.data(), 8}) + 1e-12);
    }
}

TEST(SpectralFloor, IsReachedByFlatSpectra) {
    const SpectrumSums flat = sumsOf(std::vector<double>{2.0, -2.0, 2.0, -2.0});
    const SpectrumSums steep = sumsOf(std::vector<double>{3.0, 1.0, 0.0, 0.0});
    EXPECT_DOUBLE_EQ(spectralFloor(flat, flat, 4), 1.0);
    EXPECT_DOUBLE_EQ(spectralFloor(flat, steep, 4), 4.0 / (2.0 * std::sqrt(10.0)));
    EXPECT_EQ(spectralFloor(SpectrumSums{}, flat, 4), 0.0);
    EXPECT_TRUE(std::isnan(spectralFloor(sumsOf(std::vector<double>{std::nan("")}), flat, 4)));
}

TEST(SignedSpectralCosine, StaysAtOneUnderNoiseThatFlipsSigns) {
    // The middle pairs differ by less than the noise, so that sorting by magnitude shuffles their signs.
    constexpr artifact::ArtifactShape shape{2, 1, 2, 8};
    const auto tensors =
        test::makeTensors(shape, 1, [](int, int) { return test::Directions::Identity(1, 8); },
                          {2.0, -1.99, 1.0, -0.99, -2.0, 1.99, -1.0, 0.99});
    EXPECT_GT(spectralAlignment(*tensors, shape).signedCosine(LayerIndex{0}, LayerIndex{1}, HeadIndex{0}),
              0.9999);
}

TEST(SingularValueCosine, ComparesWhatBothHave) {
    EXPECT_DOUBLE_EQ(singularValueCosine(std::vector<double>{3.0, 4.0}, std::vector<double>{1.0}), 0.6);
    EXPECT_EQ(singularValueCosine(std::vector<double>{0.0}, std::vector<double>{1.0}), 0.0);
    EXPECT_TRUE(std::isnan(singularValueCosine(std::vector<double>{std::nan("")}, std::vector<double>{1.0})));
}

TEST(NonZeroEigenvalues, BoundTheDirectionsThatMeanSomething) {
    test::RandomMatrices random(5);
    const Eigen::MatrixXd g = random.gaussian(16, 3) * random.gaussian(3, 16);
    EXPECT_EQ(nonZeroEigenvalues(eigenvaluesOf(g), 1e-10), 6);
    const Eigen::MatrixXd symmetric = g.leftCols(3) * g.leftCols(3).transpose();
    EXPECT_EQ(nonZeroEigenvalues(eigenvaluesOf(symmetric), 1e-10), 3);
    EXPECT_EQ(nonZeroEigenvalues(std::vector<double>{0.0, 0.0}, 1e-10), 0);
    EXPECT_EQ(nonZeroEigenvalues(std::vector<double>{1.0, std::nan("")}, 1e-10), 0);
}

} // namespace
} // namespace sextant::analysis
