// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/catalogue.h"

#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

namespace sextant::quantities {
namespace {

constexpr artifact::ArtifactShape kShape{3, 2, 2, 8};

/// Layer l's operator of head h is (1, h l): of head 0 the same everywhere, of head 1 turning away.
std::shared_ptr<const analysis::AlignmentTables> tables() {
    const auto grams =
        test::makeGrams(kShape, [](int l, int h) -> Eigen::VectorXd { return Eigen::Vector2d(1.0, h * l); });
    const auto tensors =
        test::makeTensors(kShape, 2, [](int, int) { return test::Directions::Identity(2, 8); });
    return analysis::alignmentTables(test::makeArtifact(grams, tensors));
}

TEST(Catalogue, HasOneRowForEveryQuantity) {
    std::set<QuantityId> ids;
    std::set<std::string> names;
    for (const Quantity& quantity : catalogue()) {
        EXPECT_TRUE(ids.insert(quantity.id).second) << quantity.name;
        EXPECT_TRUE(names.insert(quantity.name).second) << quantity.name;
        EXPECT_NE(quantity.value, nullptr) << quantity.name;
        EXPECT_EQ(std::string(quantity.name).find("{k}") != std::string::npos, quantity.ofLeading)
            << quantity.name;
        EXPECT_EQ(std::string(quantity.meaning).back(), '.') << quantity.name;
    }
    for (int id = 0; id <= static_cast<int>(QuantityId::DirectionRank); ++id) {
        EXPECT_TRUE(ids.contains(static_cast<QuantityId>(id))) << id;
    }
}

TEST(Catalogue, FillsInHowManyLeadingEigenvaluesAreMeant) {
    const QuantityKey key{QuantityId::PositiveShare, 8};
    EXPECT_EQ(nameOf(key), "positive_share_8");
    EXPECT_EQ(labelOf(key), "positive share, leading 8");
    EXPECT_EQ(meaningOf(key), "Share of positive values among the 8 leading eigenvalues.");
    EXPECT_EQ(formulaOf(key), "mean over i < 8 of [e_l[i] > 0]");
}

TEST(Catalogue, OffersOnlyWhatTheArtifactHas) {
    const auto withTensors = tables();
    const auto gramsOnly = analysis::alignmentTables(test::makeArtifact(
        test::makeGrams(kShape, [](int, int) -> Eigen::VectorXd { return Eigen::Vector2d(1.0, 0.0); })));
    const auto namesOf = [](const Comparison& comparison) {
        std::vector<std::string> names;
        for (const QuantityKey& key : available(comparison)) {
            names.push_back(nameOf(key));
        }
        return names;
    };
    EXPECT_EQ(namesOf({*gramsOnly, nullptr, LayerIndex{0}}),
              (std::vector<std::string>{"gram", "operator_cosine", "operator_residual", "operator_scale"}));
    const std::vector<std::string> withoutAngles = namesOf({*withTensors, nullptr, LayerIndex{0}});
    EXPECT_EQ(withoutAngles.back(), "positive_share_all");
    EXPECT_EQ(std::ranges::count(withoutAngles, "sign_agreement_4"), 1);
    EXPECT_EQ(std::ranges::count(withoutAngles, "sign_agreement_8"), 0); // 2r = 4
}

TEST(Catalogue, GivesTheValuesKnownBeforehand) {
    const auto made = tables();
    const Comparison comparison{*made, nullptr, LayerIndex{0}};
    const auto value = [&](QuantityId id, int l, int h, int top = 0) {
        return valueOf({id, top}, comparison, LayerIndex{l}, HeadIndex{h});
    };
    EXPECT_DOUBLE_EQ(value(QuantityId::Gram, 2, 1), 1.0);
    EXPECT_DOUBLE_EQ(value(QuantityId::OperatorCosine, 2, 0), 1.0);
    EXPECT_DOUBLE_EQ(value(QuantityId::OperatorCosine, 2, 1), 1.0 / std::sqrt(5.0));
    EXPECT_DOUBLE_EQ(value(QuantityId::OperatorResidual, 2, 1), 2.0 / std::sqrt(5.0));
    EXPECT_DOUBLE_EQ(value(QuantityId::OperatorScale, 2, 1), 1.0);
    EXPECT_DOUBLE_EQ(meanOverHeads({QuantityId::OperatorCosine}, comparison, LayerIndex{2}),
                     (1.0 + 1.0 / std::sqrt(5.0)) / 2.0);
    // All eigenvalues are 1: sum e = sum e^2 = 4, and ||g[2,1]||^2 = 5.
    EXPECT_DOUBLE_EQ(value(QuantityId::SpectralFloor, 2, 1), 1.0);
    EXPECT_DOUBLE_EQ(value(QuantityId::SignedSpectralCosine, 2, 1), 1.0);
    EXPECT_DOUBLE_EQ(value(QuantityId::SymmetricShare, 2, 1), 4.0 / 5.0);
    EXPECT_DOUBLE_EQ(value(QuantityId::MatchingIndex, 2, 1), std::sqrt(8.0) * 4.0 / std::sqrt(5.0));
    EXPECT_DOUBLE_EQ(value(QuantityId::SignAgreement, 2, 1, 4), 1.0); // the same signs in every layer
}

TEST(Catalogue, KeepsEveryValueWithinItsRange) {
    const auto made = tables();
    const angles::AngleRow row{LayerIndex{0}, 2, std::vector<angles::PrincipalAngles>(6, {0.5, 0.25, 0.125}),
                               std::vector<int>(6, 2)};
    const Comparison comparison{*made, &row, LayerIndex{0}};
    for (const QuantityKey& key : available(comparison)) {
        for (int l = 0; l < kShape.layers; ++l) {
            for (int h = 0; h < kShape.heads; ++h) {
                const double value = valueOf(key, comparison, LayerIndex{l}, HeadIndex{h});
                EXPECT_GE(value, quantity(key.id).range.lower) << nameOf(key);
                EXPECT_LE(value, quantity(key.id).range.upper) << nameOf(key);
            }
        }
    }
}

TEST(Catalogue, CountsZerosRightInTheChanceOfSignAgreement) {
    const artifact::ArtifactShape shape{3, 1, 2, 8};
    const auto grams =
        test::makeGrams(shape, [](int, int) -> Eigen::VectorXd { return Eigen::Vector2d(1.0, 0.0); });
    const auto tensors =
        test::makeTensors(shape, 2, [](int, int) { return test::Directions::Identity(2, 8); },
                          {4, 3, 2, -1, 3, 2, 1, -1, 2, 1, 0, 0});
    const auto made = analysis::alignmentTables(test::makeArtifact(grams, tensors));
    const Comparison comparison{*made, nullptr, LayerIndex{0}};
    const auto chance = [&](int l, int top) {
        return valueOf({QuantityId::SignChance, top}, comparison, LayerIndex{l}, HeadIndex{0});
    };
    EXPECT_DOUBLE_EQ(chance(1, 4), 0.625); // 3/4 positive on both sides
    EXPECT_EQ(chance(1, 2), 1.0) << "all positive: agreement says nothing";
    // Two zeros of layer 2 meet values of the anchor and agree with none; two positive ones agree in 3 of 4.
    EXPECT_DOUBLE_EQ(chance(2, 4), 0.75 / 2.0);
    const Comparison withItself{*made, nullptr, LayerIndex{2}};
    EXPECT_EQ(valueOf({QuantityId::SignChance, 4}, withItself, LayerIndex{2}, HeadIndex{0}), 1.0);
}

TEST(Catalogue, KnowsWhatSingularValuesAllow) {
    const artifact::ArtifactShape shape{3, 1, 2, 8};
    const auto grams =
        test::makeGrams(shape, [](int l, int) -> Eigen::VectorXd { return Eigen::Vector2d(2.0, l * l); });
    const auto tensors =
        test::makeTensors(shape, 2, [](int, int) { return test::Directions::Identity(2, 8); });
    const auto without = analysis::alignmentTables(test::makeArtifact(grams, tensors));
    EXPECT_FALSE((Comparison{*without, nullptr, LayerIndex{0}}).has(Source::SingularValues));
    tensors->singularValues = {2.0, 0.0, 2.0, 1.0, 4.0, 0.0};
    const auto made = analysis::alignmentTables(test::makeArtifact(grams, tensors));
    const Comparison comparison{*made, nullptr, LayerIndex{0}};
    const auto value = [&](QuantityId id, int l) {
        return valueOf({id}, comparison, LayerIndex{l}, HeadIndex{0});
    };
    EXPECT_EQ(value(QuantityId::SingularValueCosine, 2), 1.0) << "one singular value each, of unlike size";
    EXPECT_DOUBLE_EQ(value(QuantityId::SingularValueCosine, 1), 2.0 / std::sqrt(5.0));
    EXPECT_DOUBLE_EQ(value(QuantityId::ReachedCosine, 1), 1.0) << "C is 2 / sqrt 5 as well: all there can be";
    EXPECT_DOUBLE_EQ(value(QuantityId::ReachedCosine, 2), 2.0 / std::sqrt(4.0 + 16.0));
    EXPECT_EQ(nameOf({QuantityId::SingularValueCosine}), "singular_value_cosine");
}

TEST(Catalogue, KnowsWhatUnrelatedOperatorsWouldShow) {
    const auto made = tables();
    const Comparison comparison{*made, nullptr, LayerIndex{0}};
    const ChanceLevel cosine =
        chanceOf({QuantityId::OperatorCosine}, comparison, LayerIndex{1}, HeadIndex{0});
    EXPECT_EQ(cosine.mean, 0.0);
    EXPECT_DOUBLE_EQ(cosine.deviation, 1.0 / kShape.hiddenSize);
    EXPECT_TRUE(std::isnan(chanceOf({QuantityId::Gram}, comparison, LayerIndex{1}, HeadIndex{0}).mean));
    const double share = valueOf({QuantityId::PositiveShare, 4}, comparison, LayerIndex{0}, HeadIndex{0});
    EXPECT_DOUBLE_EQ(chanceOf({QuantityId::SignAgreement, 4}, comparison, LayerIndex{0}, HeadIndex{0}).mean,
                     share * share + (1.0 - share) * (1.0 - share));
}

} // namespace
} // namespace sextant::quantities
