// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/sign_agreement.h"

#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace sextant::analysis {
namespace {

constexpr artifact::ArtifactShape kShape{2, 1, 2, 4}; // two layers, one head, 2r = 4
constexpr LayerIndex kFirst{0};
constexpr LayerIndex kSecond{1};
constexpr HeadIndex kHead{0};
constexpr std::size_t kTop2 = 0;
constexpr std::size_t kTop4 = 1;

SignAgreementTable ofEigenvalues(std::vector<double> eigenvalues) {
    const auto tensors = test::makeTensors(
        kShape, 1, [](int, int) { return test::Directions::Ones(1, 4); }, std::move(eigenvalues));
    return SignAgreementTable(*tensors, kShape);
}

TEST(SignAgreement, ComparesThePowersOfTwoThatAreThere) {
    EXPECT_EQ(signCounts(4), (std::vector<int>{2, 4}));
    EXPECT_EQ(signCounts(12), (std::vector<int>{2, 4, 8}));
    EXPECT_EQ(signCounts(1000).back(), 256);
    EXPECT_TRUE(signCounts(1).empty());
}

TEST(SignAgreement, CountsEqualSignsAtEqualRanks) {
    const SignAgreementTable table = ofEigenvalues({4, -3, 2, -1, 4, 3, 2, 1});
    EXPECT_EQ(table.agreement(kTop2, kFirst, kSecond, kHead), 0.5);
    EXPECT_EQ(table.agreement(kTop4, kFirst, kSecond, kHead), 0.5);
    EXPECT_EQ(table.agreement(kTop4, kFirst, kFirst, kHead), 1.0);
}

TEST(SignAgreement, ZeroAgreesWithZeroAlone) {
    const SignAgreementTable table = ofEigenvalues({1, 0, 0, 0, 1, 1, 0, -1});
    EXPECT_EQ(table.agreement(kTop4, kFirst, kSecond, kHead), 0.5);
}

TEST(SignAgreement, CountsTheSignsOfTheLeadingValues) {
    const SignAgreementTable table =
        ofEigenvalues({5, -4, 3, 0, 5, std::numeric_limits<double>::infinity(), 3, 1});
    EXPECT_EQ(table.leadingSigns(kTop2, kFirst, kHead).positive, 1.0);
    EXPECT_EQ(table.leadingSigns(kTop4, kFirst, kHead).positive, 2.0);
    EXPECT_EQ(table.leadingSigns(kTop4, kFirst, kHead).nonZero, 3.0);
    EXPECT_TRUE(std::isnan(table.leadingSigns(kTop2, kSecond, kHead).nonZero));
}

TEST(SignAgreement, CountsPositiveValues) {
    const SignAgreementTable table = ofEigenvalues({1, 1, 1, -1, 1, 1, 1, -1});
    EXPECT_EQ(table.positiveShare(kTop4, kFirst, kHead), 0.75);
    EXPECT_EQ(table.positiveShareOfAll(kFirst, kHead), 0.75);
}

TEST(SignAgreement, AValueThatIsNotFiniteHidesOnlyTheCountsThatNeedIt) {
    const SignAgreementTable table =
        ofEigenvalues({1, 1, std::numeric_limits<double>::quiet_NaN(), 1, 1, 1, 1, 1});
    EXPECT_EQ(table.agreement(kTop2, kFirst, kSecond, kHead), 1.0);
    EXPECT_TRUE(std::isnan(table.agreement(kTop4, kFirst, kSecond, kHead)));
    EXPECT_TRUE(std::isnan(table.positiveShareOfAll(kFirst, kHead)));
    EXPECT_EQ(table.positiveShareOfAll(kSecond, kHead), 1.0);
}

TEST(SignAgreement, ThePositiveShareOfALayerIsOneQuotientOfCounts) {
    constexpr artifact::ArtifactShape shape{1, 8, 5, 4};
    std::vector<double> eigenvalues(80, -1.0);
    for (const int positive : {0, 1, 2, 11, 12, 13, 14, 25, 26, 37, 38, 39, 49, 51, 52, 53, 60, 61, 72, 79}) {
        eigenvalues[static_cast<std::size_t>(positive)] = 1.0;
    }
    eigenvalues[3] = std::numeric_limits<double>::infinity();
    const auto ones = [](int, int) { return test::Directions::Ones(1, 4); };
    const SignAgreementTable table(*test::makeTensors(shape, 1, ones, eigenvalues), shape);
    EXPECT_EQ(table.positiveShareOfAll(kFirst), 17.0 / 70.0) << "the first head is missing";
}

} // namespace
} // namespace sextant::analysis
