// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/finding.h"

#include "core/quantities/judged_map.h"
#include "tests/core/quantities/measured.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace sextant::quantities {
namespace {

using test::kHeadDim;
using test::kSize;
using test::Measured;

TEST(Finding, IsNoneInUnrelatedLayersHoweverFew) {
    for (const int layers : {2, 5, 9}) {
        const auto unrelated = [random = test::RandomMatrices(static_cast<unsigned>(layers))](int,
                                                                                              int) mutable {
            return Eigen::MatrixXd(random.gaussian(kSize, kHeadDim) * random.gaussian(kHeadDim, kSize));
        };
        const Finding withOthers = Measured(layers, 4, unrelated, 4).finding();
        EXPECT_EQ(withOthers.grade, analysis::VerdictGrade::Rejected);
        EXPECT_EQ(withOthers.aboveOtherHeads, false);
        EXPECT_EQ(sentenceOf(withOthers), "Layers agree with the anchor no more than other heads do.");
        const Measured model(layers, 4, unrelated);
        const analysis::Verdict script =
            analysis::verdict(model.tables().headMeanCosine, layers, LayerIndex{0});
        EXPECT_NE(script.grade, analysis::VerdictGrade::Rejected) << "the anchor's own 1 lifts it";
        for (const ReferenceKind kind : {ReferenceKind::SameSpectrum, ReferenceKind::Isotropic}) {
            const Finding finding = model.finding(kind);
            EXPECT_EQ(finding.grade, analysis::VerdictGrade::Rejected);
            EXPECT_EQ(evidence::standingOf(finding.z), evidence::Standing::Within);
        }
        const Finding finding = model.finding();
        EXPECT_LT(std::abs(evidence::zOf(finding.rSquared, finding.rSquaredReference)), 4.0);
        EXPECT_EQ(finding.aboveOtherHeads, std::nullopt);
        EXPECT_EQ(sentenceOf(finding), "Layers agree with the anchor no more than the "
                                       "same spectra turned at random.");
    }
}

TEST(Finding, SeesOneOperatorBehindAlternatingSigns) {
    test::RandomMatrices random(2);
    const Eigen::MatrixXd g = random.gaussian(kSize, kSize);
    const Measured model(
        13, 1, [&](int l, int) -> Eigen::MatrixXd { return (l % 2 == 0 ? 1.0 : -1.0) * (1 + l) * g; });
    const Finding finding = model.finding();
    EXPECT_NEAR(finding.meanCosine, 0.0, 1e-12);
    EXPECT_NEAR(finding.rSquared, 1.0, 1e-12);
    EXPECT_DOUBLE_EQ(finding.negativeScaleShare, 0.5);
    EXPECT_EQ(sentenceOf(finding), "Layers are multiples of the anchor's operator, 50 % of them negative.");
}

TEST(Finding, OfUnrelatedCopyingHeadsIsNotAboveTheirSpectrum) {
    test::RandomMatrices random(3);
    const Measured model(6, 4, [&](int, int) -> Eigen::MatrixXd {
        const Eigen::MatrixXd key = random.gaussian(kSize, kHeadDim);
        return key * key.transpose();
    });
    EXPECT_EQ(evidence::standingOf(model.finding(ReferenceKind::Isotropic).z), evidence::Standing::Above);
    EXPECT_EQ(evidence::standingOf(model.finding(ReferenceKind::SameSpectrum).z), evidence::Standing::Within);
    const JudgedMap map = model.heads({QuantityId::OperatorCosine}, ReferenceKind::SameSpectrum);
    EXPECT_EQ(std::ranges::count(map.standsOut, true), 0);
}

TEST(Finding, OfASharedBackgroundIsNotAboveOtherHeads) {
    test::RandomMatrices random(4);
    const Eigen::MatrixXd background = random.gaussian(kSize, 1) * random.gaussian(1, kSize);
    const Measured model(6, 8, [&](int l, int h) -> Eigen::MatrixXd {
        return random.gaussian(kSize, kSize) + (0.2 + 0.1 * ((7 * l + 3 * h) % 5)) * background;
    });
    EXPECT_EQ(evidence::standingOf(model.finding().z), evidence::Standing::Above) << "of the same spectrum";
    EXPECT_NE(model.finding().aboveOtherHeads, true);
    for (const QuantityId id : {QuantityId::SpectralCosine, QuantityId::SignedSpectralCosine}) {
        const JudgedMap map = model.heads({id}, ReferenceKind::OtherHeads);
        EXPECT_EQ(map.reference.kind, ReferenceKind::OtherHeads);
        EXPECT_EQ(std::ranges::count(map.standsOut, true), 0);
    }
}

TEST(Finding, ComparesWithOtherHeadsWhereTheyAreSampled) {
    test::RandomMatrices random(8);
    const Eigen::MatrixXd background = random.gaussian(kSize, 1) * random.gaussian(1, kSize);
    const Eigen::MatrixXd planted = random.gaussian(kSize, kSize);
    const auto unrelated = [&](int, int) -> Eigen::MatrixXd { return random.gaussian(kSize, kSize); };
    const auto withBackground = [&](int l, int h) -> Eigen::MatrixXd {
        return random.gaussian(kSize, kSize) + (0.5 + 0.1 * ((5 * l * l + 3 * h * h) % 7)) * background;
    };
    const auto withOneHead = [&](int l, int h) -> Eigen::MatrixXd {
        return h == 3 ? Eigen::MatrixXd(planted + 0.3 * random.gaussian(kSize, kSize)) : withBackground(l, h);
    };
    const Finding ofUnrelated = Measured(6, 8, unrelated, 8).finding();
    EXPECT_EQ(ofUnrelated.comparedWith, ReferenceKind::OtherHeads);
    EXPECT_EQ(ofUnrelated.aboveOtherHeads, false);
    EXPECT_EQ(sentenceOf(ofUnrelated), "Layers agree with the anchor no more than other heads do.");

    const Measured shared(6, 8, withBackground, 8);
    EXPECT_EQ(shared.finding().aboveOtherHeads, false);
    EXPECT_EQ(evidence::standingOf(shared.finding(ReferenceKind::SameSpectrum).z), evidence::Standing::Above);
    const JudgedMap nothing = shared.heads({QuantityId::OperatorCosine}, ReferenceKind::OtherHeads);
    EXPECT_EQ(nothing.reference.kind, ReferenceKind::OtherHeads);
    EXPECT_EQ(std::ranges::count(nothing.standsOut, true), 0);

    const Measured one(6, 8, withOneHead, 8);
    EXPECT_EQ(one.finding().aboveOtherHeads, true);
    EXPECT_EQ(sentenceOf(one.finding()), "Layers agree with the anchor more than other heads do.");
    const JudgedMap found = one.heads({QuantityId::OperatorCosine}, ReferenceKind::OtherHeads);
    for (std::size_t i = 0; i < found.standsOut.size(); ++i) {
        EXPECT_EQ(found.standsOut[i], i >= 8 && i % 8 == 3) << i;
    }
}

TEST(Finding, KnowsNothingOfASingleLayer) {
    test::RandomMatrices random(7);
    const Measured model(1, 2, [&](int, int) -> Eigen::MatrixXd { return random.gaussian(kSize, kSize); });
    const Finding finding = model.finding();
    EXPECT_EQ(finding.grade, analysis::VerdictGrade::Undecided);
    EXPECT_TRUE(std::isnan(finding.rSquared));
    EXPECT_EQ(sentenceOf(finding), "No other layer has finite grams with the anchor.");
}

} // namespace
} // namespace sextant::quantities
