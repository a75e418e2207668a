// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/cross_head_angles.h"

#include "core/angles/angle_tables.h"
#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace sextant::evidence {
namespace {

/// How the heads of simulated models share directions.
struct Kind {
    int layers = 0;
    KeyGroups groups;
    int atOnce = 0;          ///< groups compared with each other
    double background = 0.0; ///< one direction that all heads have, of a strength of its own each
    bool planted = false;    ///< head 1 has the same directions in all layers, but for noise
};

constexpr int kSize = 20; // d
constexpr int kTopk = 2;

/// One model: its directions alone.
class Model {
public:
    Model(const Kind& kind, std::mt19937_64& generator)
        : kind_(kind),
          shape_{kind.layers, kind.groups.heads, kTopk, kSize} {
        std::normal_distribution<double> normal;
        std::uniform_real_distribution<double> strength(0.0, 2.0);
        const auto random = [&] {
            return test::Directions(
                test::Directions::NullaryExpr(kTopk, kSize, [&] { return normal(generator); }));
        };
        const test::Directions background = random();
        const test::Directions planted = random();
        tensors_ = test::makeTensors(shape_, kTopk, [&](int, int h) -> test::Directions {
            test::Directions own = random();
            own.row(0) += kind.background * strength(generator) * background.row(0);
            return kind.planted && h == 1 ? test::Directions(planted + 0.3 * own) : own;
        });
    }

    [[nodiscard]] std::shared_ptr<const CrossHeadAngles> reference() const {
        return crossHeadAngles(*tensors_, shape_, kind_.groups, anchor(), kind_.atOnce, ThreadBudget(1));
    }

    [[nodiscard]] angles::AngleRow row() const {
        return angles::angleRow(*tensors_, shape_, anchor(), ThreadBudget(1)).value();
    }

    [[nodiscard]] LayerIndex anchor() const { return LayerIndex{kind_.layers / 2}; }
    [[nodiscard]] artifact::TensorFile& tensors() { return *tensors_; }

private:
    Kind kind_;
    artifact::ArtifactShape shape_;
    std::shared_ptr<artifact::TensorFile> tensors_;
};

/// The z of the mean over all heads and the other layers, and what the map of heads names.
struct Outcome {
    double z = 0.0;
    int named = 0;
    int namedPlanted = 0;
};

struct Angle {
    std::vector<Relabelled> CrossHeadAngles::*reference;
    double angles::PrincipalAngles::*value;
};

constexpr Angle kMean{&CrossHeadAngles::meanCosine, &angles::PrincipalAngles::meanCosine};
constexpr Angle kSmallest{&CrossHeadAngles::smallestCosine, &angles::PrincipalAngles::smallestCosine};
constexpr Angle kOverlap{&CrossHeadAngles::firstOverlap, &angles::PrincipalAngles::firstOverlap};

Outcome outcomeOf(const Kind& kind, const Angle& angle, std::mt19937_64& generator) {
    const Model model(kind, generator);
    const auto reference = model.reference();
    const angles::AngleRow row = model.row();
    double mean = 0.0;
    double freedom = 0.0;
    std::vector<Reference> layers;
    std::vector<double> chances;
    for (LayerIndex l; l.value < kind.layers; ++l.value) {
        if (l == model.anchor()) {
            continue;
        }
        const Relabelled& at = ((*reference).*angle.reference)[static_cast<std::size_t>(l.value)];
        layers.push_back(at.ofMean);
        freedom = at.freedom;
        for (HeadIndex h; h.value < kind.groups.heads; ++h.value) {
            const double value = row.at(l, h).*angle.value;
            mean += value / kind.groups.heads / (kind.layers - 1);
            chances.push_back(twoSidedChance(zOfHead(value, at.ofHeads[static_cast<std::size_t>(h.value)])));
        }
    }
    Outcome outcome{normalEquivalent(zOf(mean, ofMean(layers)), freedom), 0, 0};
    const std::vector<bool> named = discoveries(chances);
    for (std::size_t i = 0; i < named.size(); ++i) {
        outcome.named += named[i] ? 1 : 0;
        outcome.namedPlanted += named[i] && static_cast<int>(i) % kind.groups.heads == 1 ? 1 : 0;
    }
    return outcome;
}

constexpr int kModels = 60;

/// Layers that share nothing, or nothing but a background.
void expectNothingFound(const Kind& kind, const Angle& angle, unsigned seed) {
    std::mt19937_64 generator(seed);
    double squares = 0.0;
    int above = 0;
    for (int i = 0; i < kModels; ++i) {
        const Outcome outcome = outcomeOf(kind, angle, generator);
        squares += outcome.z * outcome.z;
        above += outcome.z > kNotableZ ? 1 : 0;
    }
    const double deviation = std::sqrt(squares / kModels); // 60 models tell a deviation of 1 to a tenth
    EXPECT_LT(deviation, 1.3);
    EXPECT_GT(deviation, 0.6);
    EXPECT_LE(above, 1);
}

TEST(CrossHeadAngles, FindNothingInUnrelatedHeadsOfOneModel) {
    expectNothingFound({5, {8, 8}, 8, 0.0, false}, kMean, 1);
    expectNothingFound({5, {8, 8}, 8, 0.0, false}, kSmallest, 2);
    expectNothingFound({5, {8, 4}, 4, 0.0, false}, kMean, 3);
    expectNothingFound({2, {8, 8}, 8, 0.0, false}, kMean, 4);
}

TEST(CrossHeadAngles, FindNothingInASharedBackgroundOfUnequalStrength) {
    expectNothingFound({5, {8, 8}, 8, 0.5, false}, kMean, 5);
    expectNothingFound({5, {8, 8}, 8, 1.0, false}, kOverlap, 6);
    expectNothingFound({4, {4, 4}, 4, 1.0, false}, kSmallest, 7);
}

TEST(CrossHeadAngles, FindNothingWhereOnlySomeHeadsAreCompared) {
    expectNothingFound({5, {12, 12}, 4, 0.0, false}, kMean, 8);
    expectNothingFound({5, {12, 12}, 4, 1.0, false}, kMean, 9);
    expectNothingFound({2, {16, 16}, 4, 0.5, false}, kOverlap, 10);
    expectNothingFound({4, {24, 12}, 5, 0.5, false}, kSmallest, 11);
}

TEST(CrossHeadAngles, FindAndNameOnePlantedHead) {
    for (const Kind& kind : {Kind{6, {8, 8}, 8, 0.5, true}, Kind{6, {8, 8}, 4, 0.0, true}}) {
        std::mt19937_64 generator(12);
        int above = 0;
        double namedWrongly = 0.0;
        for (int i = 0; i < kModels; ++i) {
            const Outcome outcome = outcomeOf(kind, kMean, generator);
            above += outcome.z > kNotableZ ? 1 : 0;
            EXPECT_GE(outcome.namedPlanted, kind.layers - 2);
            namedWrongly += static_cast<double>(outcome.named - outcome.namedPlanted) /
                            std::max(outcome.named, 1) / kModels;
        }
        EXPECT_GE(above, 0.9 * kModels) << "one head of eight is to be found nine times in ten";
        EXPECT_LE(namedWrongly, 0.07);
    }
}

TEST(CrossHeadAngles, CentreOnTheMeanOfOtherAndSameHeads) {
    std::mt19937_64 generator(13);
    const Kind kind{3, {4, 4}, 4, 0.0, false};
    Model model(kind, generator);
    const auto found = model.reference();
    EXPECT_EQ(found->matchings, 3);
    EXPECT_TRUE(std::isnan(found->meanCosine[1].ofMean.mean)) << "the anchor is not compared with itself";
    EXPECT_EQ(found->meanCosine[1].ofHeads.size(), 4U);
    // Rotating the heads of layer 0 through all labels visits every pair of heads once.
    double mean = 0.0;
    auto turned = model.tensors();
    for (int shift = 0; shift < 4; ++shift) {
        const auto rows = std::make_shared<std::vector<double>>(
            reinterpret_cast<const double*>(model.tensors().directions.data),
            reinterpret_cast<const double*>(model.tensors().directions.data) + 3 * 4 * kTopk * kSize);
        std::rotate(rows->begin(), rows->begin() + static_cast<std::ptrdiff_t>(shift) * kTopk * kSize,
                    rows->begin() + static_cast<std::ptrdiff_t>(4) * kTopk * kSize);
        turned.directions.data = reinterpret_cast<const std::byte*>(rows->data());
        turned.directions.owner = rows;
        const auto row =
            angles::angleRow(turned, {3, 4, kTopk, kSize}, LayerIndex{1}, ThreadBudget(1)).value();
        for (HeadIndex h; h.value < 4; ++h.value) {
            mean += row.at(LayerIndex{0}, h).meanCosine / 16.0;
        }
    }
    EXPECT_NEAR(found->meanCosine[0].ofMean.mean, mean, 1e-13);
}

TEST(CrossHeadAngles, AreTheSameInTwoRuns) {
    std::mt19937_64 generator(14);
    const Model model({4, {16, 16}, 5, 0.5, false}, generator);
    const auto one = model.reference();
    const auto other = model.reference();
    for (std::size_t l = 0; l < 4; ++l) {
        const auto bits = [&](const CrossHeadAngles& all) {
            return std::pair(all.meanCosine[l].ofMean.mean, all.meanCosine[l].ofMean.deviation);
        };
        EXPECT_TRUE(l == 2 || bits(*one) == bits(*other)) << l;
    }
}

TEST(CrossHeadAngles, CompareAllGroupsAtOnceWhereThatIsQuickAndNoneWhereItTakesMinutes) {
    EXPECT_EQ(groupsComparedAtOnce({36, 32, 128, 2560}, 8, {32, 8}), 8);   // Qwen3-4B
    EXPECT_EQ(groupsComparedAtOnce({36, 32, 128, 2560}, 8, {32, 32}), 32); // without known keys
    EXPECT_EQ(groupsComparedAtOnce({126, 128, 128, 16384}, 8, {128, 8}), 4);
    EXPECT_EQ(groupsComparedAtOnce({126, 128, 128, 16384}, 8, {128, 128}), 4);
    EXPECT_EQ(groupsComparedAtOnce({126, 128, 128, 16384}, 256, {128, 8}), 0);
    EXPECT_EQ(groupsComparedAtOnce({5, 2, 8, 64}, 8, {2, 2}), 2);
    std::mt19937_64 generator(15);
    EXPECT_EQ(Model({3, {4, 4}, 0, 0.0, false}, generator).reference(), nullptr);
    EXPECT_EQ(Model({3, {1, 1}, 4, 0.0, false}, generator).reference(), nullptr);
}

} // namespace
} // namespace sextant::evidence
