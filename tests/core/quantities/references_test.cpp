// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/references.h"

#include "core/analysis/spectral_bounds.h"
#include "core/angles/angle_tables.h"
#include "core/evidence/closed_forms.h"
#include "core/evidence/cross_head_angles.h"
#include "core/quantities/anchor_view.h"
#include "core/quantities/three_answers.h"
#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <utility>

namespace sextant::quantities {
namespace {

using evidence::WhyNot;

constexpr artifact::ArtifactShape kShape{4, 3, 2, 8};

std::shared_ptr<artifact::GramFile> grams(const artifact::ArtifactShape& shape = kShape) {
    return test::makeGrams(shape, [](int l, int h) -> Eigen::VectorXd {
        return Eigen::Vector3d(4.0 + l, 1.0 + 0.5 * h * l, 2.0 - h);
    });
}

std::shared_ptr<const analysis::AlignmentTables> tables(const artifact::ArtifactShape& shape = kShape) {
    std::vector<double> eigenvalues;
    for (int i = 0; i < shape.layers * shape.heads; ++i) {
        eigenvalues.insert(eigenvalues.end(), {2.0 + std::sin(i), -1.5, i % 2 == 0 ? 1.0 : -1.0, 0.25});
    }
    return analysis::alignmentTables(test::makeArtifact(
        grams(shape), test::makeTensors(
                          shape, 2, [](int, int) { return test::Directions::Identity(2, 8); }, eigenvalues)));
}

TEST(References, OfIsotropicOperatorsShrinkWithWhatIsAveraged) {
    const auto made = tables();
    const Comparison comparison{*made, nullptr, LayerIndex{1}};
    const References references(comparison);
    const auto mean = references.of({QuantityId::OperatorCosine}, {}, ReferenceKind::Isotropic);
    ASSERT_TRUE(mean);
    EXPECT_DOUBLE_EQ(mean->layers[0].deviation, 1.0 / (8.0 * std::sqrt(3.0)));
    EXPECT_DOUBLE_EQ(mean->others.deviation, 1.0 / (8.0 * std::sqrt(3.0 * 3.0)));
    EXPECT_EQ(mean->others.mean, 0.0);
    EXPECT_TRUE(std::isnan(mean->layers[1].mean)) << "the anchor is not compared with itself";
    const auto head = references.of({QuantityId::OperatorCosine}, HeadIndex{2}, ReferenceKind::Isotropic);
    EXPECT_DOUBLE_EQ(head->layers[0].deviation, 1.0 / 8.0);
}

TEST(References, OfTheScaleFollowFromTheSizes) {
    const auto made = tables();
    const Comparison comparison{*made, nullptr, LayerIndex{0}};
    const auto scale =
        References(comparison).of({QuantityId::OperatorScale}, HeadIndex{1}, ReferenceKind::Isotropic);
    const auto& gram = made->artifact->grams->gram;
    const double ratio = std::sqrt(gram(LayerIndex{3}, LayerIndex{3}, HeadIndex{1}) /
                                   gram(LayerIndex{0}, LayerIndex{0}, HeadIndex{1}));
    EXPECT_DOUBLE_EQ(scale->layers[3].deviation, ratio / 8.0);
}

TEST(References, OfTheSameSpectrumComeFromTheEigenvalues) {
    const auto made = tables();
    const Comparison comparison{*made, nullptr, LayerIndex{0}};
    const auto cosine =
        References(comparison).of({QuantityId::OperatorCosine}, HeadIndex{0}, ReferenceKind::SameSpectrum);
    const auto sums = [&](int l) {
        const double* e = made->artifact->tensors->eigenvaluesOf(LayerIndex{l}, HeadIndex{0}, 3);
        return evidence::OperatorSums{made->artifact->grams->gram(LayerIndex{l}, LayerIndex{l}, HeadIndex{0}),
                                      e[0] + e[1] + e[2] + e[3],
                                      e[0] * e[0] + e[1] * e[1] + e[2] * e[2] + e[3] * e[3]};
    };
    const evidence::Reference expected = evidence::sameSpectrumCosine(sums(2), sums(0), 8);
    EXPECT_NEAR(cosine->layers[2].mean, expected.mean, 1e-14);
    EXPECT_NEAR(cosine->layers[2].deviation, expected.deviation, 1e-14);
}

TEST(References, SayWhyTheyCannotBeHad) {
    const auto made = tables();
    const Comparison comparison{*made, nullptr, LayerIndex{0}};
    const References references(comparison);
    const auto why = [&](QuantityId id, ReferenceKind kind) { return references.of({id}, {}, kind).error(); };
    EXPECT_EQ(why(QuantityId::OperatorCosine, ReferenceKind::OtherHeads), WhyNot::NoCrossHeadGrams);
    EXPECT_EQ(why(QuantityId::SpectralCosine, ReferenceKind::SameSpectrum), WhyNot::KeptBySpectrum);
    EXPECT_EQ(why(QuantityId::PositiveShareOfAll, ReferenceKind::OtherHeads), WhyNot::NotAComparison);
    EXPECT_EQ(why(QuantityId::Gram, ReferenceKind::Isotropic), WhyNot::NothingKnown);

    const auto alone = tables({4, 1, 2, 8});
    const Comparison ofOneHead{*alone, nullptr, LayerIndex{0}};
    EXPECT_EQ(References(ofOneHead).of({QuantityId::SpectralCosine}, {}, ReferenceKind::OtherHeads).error(),
              WhyNot::OneHead);
    const auto withoutTensors = analysis::alignmentTables(test::makeArtifact(grams()));
    const Comparison bare{*withoutTensors, nullptr, LayerIndex{0}};
    EXPECT_EQ(References(bare).of({QuantityId::OperatorCosine}, {}, ReferenceKind::SameSpectrum).error(),
              WhyNot::NoEigenvalues);
}

TEST(References, GiveWayToTheNextWeakerOne) {
    const auto view = anchorView(tables(), LayerIndex{0}, {}, nullptr);
    const ShownReference& cosine = view->find({QuantityId::OperatorCosine})->reference;
    EXPECT_EQ(cosine.kind, ReferenceKind::SameSpectrum);
    EXPECT_EQ(cosine.whyNot, WhyNot::NoCrossHeadGrams);
    EXPECT_EQ(view->find({QuantityId::SpectralCosine})->reference.kind, ReferenceKind::OtherHeads);
    EXPECT_FALSE(view->find({QuantityId::SpectralCosine})->reference.whyNot);
    EXPECT_FALSE(view->find({QuantityId::Gram})->reference.isKnown());

    const auto bare =
        anchorView(analysis::alignmentTables(test::makeArtifact(grams())), LayerIndex{0}, {}, nullptr);
    EXPECT_EQ(bare->find({QuantityId::OperatorCosine})->reference.kind, ReferenceKind::Isotropic);
    const auto chosen = anchorView(tables(), LayerIndex{0}, {}, nullptr, ReferenceKind::Isotropic);
    EXPECT_EQ(chosen->find({QuantityId::SpectralCosine})->reference.kind, ReferenceKind::Isotropic);
    EXPECT_FALSE(chosen->find({QuantityId::SpectralCosine})->reference.whyNot);
}

TEST(References, OfOneHeadCarryItsRankAndItsDegreesOfFreedom) {
    const auto view = anchorView(tables(), LayerIndex{0}, HeadIndex{1}, nullptr);
    const QuantitySeries* cosine = view->find({QuantityId::SpectralCosine});
    const ReferenceSeries& reference = cosine->reference.series;
    EXPECT_GE(reference.rank[1], 1.0 / 3.0);
    EXPECT_EQ(reference.freedom[1], 1.0); // 3 heads: 6 cells, 5 effects
    EXPECT_DOUBLE_EQ(
        zAt(reference, cosine->series.value, LayerIndex{1}),
        evidence::normalEquivalent(evidence::zOf(cosine->series.value[1], reference.layers[1]), 1.0));
    EXPECT_TRUE(std::isnan(zAt(reference, cosine->series.value, LayerIndex{0})));
}

TEST(References, OfOperatorsComeFromSampledHeads) {
    const artifact::ArtifactShape shape{5, 4, 2, 8};
    const auto operatorOf = [](int l, int h) -> Eigen::VectorXd {
        return Eigen::Vector3d(4.0 + l, 1.0 + 0.5 * h * l, 2.0 - h);
    };
    const auto tensors =
        test::makeTensors(shape, 2, [](int, int) { return test::Directions::Identity(2, 8); });
    tensors->otherHeads = test::makeOtherHeads(shape, 4, operatorOf);
    const auto made =
        analysis::alignmentTables(test::makeArtifact(test::makeGrams(shape, operatorOf), tensors));
    const Comparison comparison{*made, nullptr, LayerIndex{1}};
    const References references(comparison);
    const std::size_t pair = tensors->otherHeads->pairOf(LayerIndex{1}, LayerIndex{3});
    double cosine = 0.0;
    double scale = 0.0;
    for (int i = 0; i < 4; ++i) {
        const auto [head, other] = tensors->otherHeads->headsOf(pair, i);
        const Eigen::VectorXd ofAnchor = operatorOf(1, head.value);
        const Eigen::VectorXd ofLayer = operatorOf(3, other.value);
        cosine += ofAnchor.dot(ofLayer) / (ofAnchor.norm() * ofLayer.norm()) / 4.0;
        scale += ofAnchor.dot(ofLayer) / ofAnchor.squaredNorm() / 4.0;
    }
    const auto ofMean = references.of({QuantityId::OperatorCosine}, {}, ReferenceKind::OtherHeads);
    ASSERT_TRUE(ofMean);
    EXPECT_NEAR(ofMean->layers[3].mean, cosine, 1e-14);
    EXPECT_GT(ofMean->layers[3].deviation, 0.0);
    EXPECT_TRUE(std::isfinite(ofMean->othersFreedom));
    EXPECT_EQ(zOfOthers(*ofMean, ofMean->others.mean), 0.0);
    const auto ofScale = references.of({QuantityId::OperatorScale}, {}, ReferenceKind::OtherHeads);
    EXPECT_NEAR(ofScale->layers[3].mean, scale, 1e-13);
    const auto ofHead = references.of({QuantityId::OperatorCosine}, HeadIndex{2}, ReferenceKind::OtherHeads);
    EXPECT_GE(ofHead->rank[3], 1.0 / 5.0);
    EXPECT_GE(ofHead->others.deviation, ofHead->layers[3].deviation / 4.0);
    EXPECT_EQ(References(comparison, nullptr)
                  .of({QuantityId::OperatorCosine}, {}, ReferenceKind::OtherHeads)
                  .error(),
              WhyNot::BeingCompared);
}

TEST(References, OfAnglesComeFromOtherHeads) {
    test::RandomMatrices random(3);
    const auto tensors =
        test::makeTensors(kShape, 2, [&](int, int) { return random.orthonormal(2, kShape.hiddenSize); });
    const auto artifact = test::makeArtifact(grams(), tensors);
    const auto made = analysis::alignmentTables(artifact);
    const LayerIndex anchor{1};
    const auto row = angles::angleRow(*tensors, kShape, anchor, ThreadBudget(1)).value();
    const Comparison comparison{*made, &row, anchor};
    const References references(comparison);
    const auto known = evidence::crossHeadAngles(*tensors, kShape, {3, 3}, anchor, 3, ThreadBudget(1));
    for (const auto& [id, list] : {std::pair{QuantityId::MeanPrincipalCosine, &known->meanCosine},
                                   {QuantityId::SmallestPrincipalCosine, &known->smallestCosine},
                                   {QuantityId::FirstOverlap, &known->firstOverlap}}) {
        const auto ofMean = references.of({id}, {}, ReferenceKind::OtherHeads);
        ASSERT_TRUE(ofMean);
        EXPECT_EQ(ofMean->layers[3].mean, (*list)[3].ofMean.mean);
        EXPECT_EQ(ofMean->layers[3].deviation, (*list)[3].ofMean.deviation);
        EXPECT_TRUE(std::isnan(ofMean->layers[1].mean));
        const auto ofHead = references.of({id}, HeadIndex{2}, ReferenceKind::OtherHeads);
        EXPECT_EQ(ofHead->layers[0].mean, (*list)[0].ofHeads[2].reference.mean);
        EXPECT_EQ(ofHead->rank[0], (*list)[0].ofHeads[2].rank);
        const References early(
            comparison, std::make_shared<evidence::CrossHeads>(evidence::crossHeads(*artifact, anchor)));
        EXPECT_EQ(early.of({id}, {}, ReferenceKind::OtherHeads).error(), WhyNot::BeingCompared);
        const References never(comparison, std::make_shared<evidence::CrossHeads>());
        EXPECT_EQ(never.of({id}, {}, ReferenceKind::OtherHeads).error(), WhyNot::NoCrossHeadAngles);
        const Comparison withoutAngles{*made, nullptr, anchor};
        EXPECT_EQ(References(withoutAngles).of({id}, {}, ReferenceKind::OtherHeads).error(),
                  WhyNot::NoDirections);
    }
}

TEST(References, OfSingularValuesAreThoseOfOtherHeadsAlone) {
    const artifact::ArtifactShape shape{4, 4, 2, 8};
    const auto operatorOf = [](int l, int h) -> Eigen::VectorXd {
        return Eigen::Vector3d(4.0 + l, 1.0 + 0.5 * h * l, 2.0 - h);
    };
    const auto tensors =
        test::makeTensors(shape, 2, [](int, int) { return test::Directions::Identity(2, 8); });
    tensors->otherHeads = test::makeOtherHeads(shape, 4, operatorOf);
    for (int i = 0; i < shape.layers * shape.heads; ++i) {
        tensors->singularValues.insert(tensors->singularValues.end(), {3.0, 1.0 + std::sin(i)});
    }
    const auto made =
        analysis::alignmentTables(test::makeArtifact(test::makeGrams(shape, operatorOf), tensors));
    const Comparison comparison{*made, nullptr, LayerIndex{0}};
    const References references(comparison);
    const QuantityKey allowed{QuantityId::SingularValueCosine};
    EXPECT_EQ(references.of(allowed, {}, ReferenceKind::Isotropic).error(), WhyNot::KeptBySpectrum);
    EXPECT_EQ(references.of(allowed, {}, ReferenceKind::SameSpectrum).error(), WhyNot::KeptBySpectrum);
    const auto singularCosine = [&](int h, int other) {
        const auto of = [&](int l, int head) {
            return tensors->singularValuesOf(LayerIndex{l}, HeadIndex{head}, shape.heads);
        };
        return analysis::singularValueCosine(of(2, other), of(0, h));
    };
    double mean = 0.0;
    for (int h = 0; h < 4; ++h) {
        for (int other = 0; other < 4; ++other) {
            mean += singularCosine(h, other) / 16.0;
        }
    }
    EXPECT_NEAR(references.of(allowed, {}, ReferenceKind::OtherHeads)->layers[2].mean, mean, 1e-14);

    const QuantityKey reached{QuantityId::ReachedCosine};
    const auto isotropic = references.of(reached, HeadIndex{1}, ReferenceKind::Isotropic);
    EXPECT_DOUBLE_EQ(isotropic->layers[2].deviation, 1.0 / 8.0 / singularCosine(1, 1));
    double ofDraws = 0.0;
    const std::size_t pair = tensors->otherHeads->pairOf(LayerIndex{0}, LayerIndex{2});
    for (int i = 0; i < 4; ++i) {
        const auto [head, other] = tensors->otherHeads->headsOf(pair, i);
        const double cosine = tensors->otherHeads->gramOf(pair, i) /
                              (operatorOf(0, head.value).norm() * operatorOf(2, other.value).norm());
        ofDraws += std::clamp(cosine / singularCosine(head.value, other.value), -1.0, 1.0) / 4.0;
    }
    EXPECT_NEAR(references.of(reached, {}, ReferenceKind::OtherHeads)->layers[2].mean, ofDraws, 1e-14);
}

TEST(References, OfOneLayersQuantitiesHoldAtTheAnchorToo) {
    const auto made = tables();
    const Comparison comparison{*made, nullptr, LayerIndex{1}};
    const auto index = References(comparison).of({QuantityId::MatchingIndex}, {}, ReferenceKind::Isotropic);
    EXPECT_EQ(index->layers[1].mean, 0.0);
    EXPECT_DOUBLE_EQ(index->layers[1].deviation, 1.0 / std::sqrt(3.0));
    EXPECT_DOUBLE_EQ(index->others.deviation, 1.0 / std::sqrt(9.0));
}

TEST(ThreeAnswers, SayWhereTheyStand) {
    const auto view = anchorView(tables(), LayerIndex{0}, {}, nullptr, ReferenceKind::Isotropic);
    const Answer answer = threeAnswers(*view).sameOperator;
    EXPECT_EQ(answer.comparedWith, ReferenceKind::Isotropic);
    EXPECT_DOUBLE_EQ(answer.z, answer.value * 8.0 * 3.0); // 1/(d sqrt(H (L-1)))
    EXPECT_EQ(answer.standing, evidence::Standing::Above);
}

TEST(ThreeAnswers, StandNowhereWithoutAnotherLayer) {
    const auto view = anchorView(tables({1, 3, 2, 8}), LayerIndex{0}, {}, nullptr);
    EXPECT_EQ(threeAnswers(*view).sameOperator.standing, evidence::Standing::Unknown);
}

} // namespace
} // namespace sextant::quantities
