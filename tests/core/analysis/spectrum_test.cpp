// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/spectrum.h"

#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace sextant::analysis {
namespace {

constexpr artifact::ArtifactShape kShape{2, 1, 1, 4}; // two layers, one head, 2r = 2
constexpr LayerIndex kFirst{0};
constexpr LayerIndex kSecond{1};
constexpr HeadIndex kHead{0};

SpectralAlignment ofEigenvalues(std::vector<double> eigenvalues) {
    const auto tensors = test::makeTensors(
        kShape, 1, [](int, int) { return test::Directions::Ones(1, 4); }, std::move(eigenvalues));
    return spectralAlignment(*tensors, kShape);
}

TEST(Spectrum, OfARescaledOperatorIsTheSameShape) {
    const SpectralAlignment found = ofEigenvalues({4.0, -2.0, -2.0, 1.0});
    EXPECT_NEAR(found.cosine(kFirst, kSecond, kHead), 1.0, 1e-15);
    EXPECT_DOUBLE_EQ(found.scale(kFirst, kSecond, kHead), 2.0);
    EXPECT_DOUBLE_EQ(found.scale(kSecond, kFirst, kHead), 0.5);
}

TEST(Spectrum, ComparesMagnitudesInDecreasingOrderHoweverStored) {
    EXPECT_NEAR(ofEigenvalues({1.0, -3.0, 3.0, 1.0}).cosine(kFirst, kSecond, kHead), 1.0, 1e-15);
}

TEST(Spectrum, KnownCosine) {
    EXPECT_NEAR(ofEigenvalues({1.0, 0.0, 1.0, 1.0}).cosine(kFirst, kSecond, kHead), std::sqrt(0.5), 1e-15);
}

TEST(Spectrum, OfZeroIsZero) {
    const SpectralAlignment found = ofEigenvalues({0.0, 0.0, 1.0, 1.0});
    EXPECT_EQ(found.cosine(kFirst, kSecond, kHead), 0.0);
    EXPECT_EQ(found.cosine(kFirst, kFirst, kHead), 0.0);
}

TEST(Spectrum, WithANonFiniteValueIsMissing) {
    const SpectralAlignment found = ofEigenvalues({1.0, std::numeric_limits<double>::quiet_NaN(), 1.0, 1.0});
    EXPECT_TRUE(std::isnan(found.cosine(kFirst, kSecond, kHead)));
    EXPECT_TRUE(std::isnan(found.scale(kSecond, kFirst, kHead)));
    EXPECT_FALSE(std::isnan(found.cosine(kSecond, kSecond, kHead)));
}

} // namespace
} // namespace sextant::analysis
