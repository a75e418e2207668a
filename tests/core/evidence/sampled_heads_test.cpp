// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/cross_heads.h"
#include "core/evidence/sampled_heads.h"
#include "tests/core/support/made_artifacts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

namespace sextant::evidence {
namespace {

/// The second head of a draw is `shift` heads further; one draw for each head of each pair of layers.
std::vector<HeadDraw> shiftedDraws(int layers, int heads,
                                   const std::function<double(int l, int h, int m, int other)>& value) {
    std::vector<HeadDraw> draws;
    for (int l = 0; l < layers; ++l) {
        for (int m = l + 1; m < layers; ++m) {
            for (int h = 0; h < heads; ++h) {
                const int other = (h + 1 + (l + 2 * m) % (heads - 1)) % heads;
                draws.push_back(
                    {LayerIndex{l}, HeadIndex{h}, LayerIndex{m}, HeadIndex{other}, value(l, h, m, other)});
            }
        }
    }
    return draws;
}

TEST(HeadEffects, AreFoundWhereDrawsAreNothingElse) {
    const auto effect = [](int l, int h) { return std::sin(3.0 * l + h) + h; };
    const std::vector<HeadDraw> draws = shiftedDraws(
        7, 6, [&](int l, int h, int m, int other) { return 10.0 * l + m + effect(l, h) + effect(m, other); });
    const HeadEffects found = headEffects(draws, 7, 6);
    EXPECT_EQ(found.freedom, 21 * 6 - 21 - 7 * 5);
    for (const double remainder : found.remainder) {
        EXPECT_NEAR(remainder, 0.0, 1e-9);
    }
    for (int l = 0; l < 7; ++l) {
        double mean = 0.0;
        for (int h = 0; h < 6; ++h) {
            mean += effect(l, h) / 6.0;
        }
        for (int h = 0; h < 6; ++h) {
            const auto at = static_cast<std::size_t>(l * 6 + h);
            EXPECT_NEAR(found.ofHeads[at], effect(l, h) - mean, 1e-9);
            EXPECT_EQ(found.uses[at], 6);
        }
    }
}

TEST(HeadEffects, KnowWhenDrawsAreTooFewToTell) {
    EXPECT_LT(headEffects(shiftedDraws(2, 8, [](int, int h, int, int) { return h; }), 2, 8).freedom, 0.0);
    EXPECT_EQ(headEffects({}, 3, 4).freedom, 0.0);
}

TEST(SampledHeads, CentreOnTheDrawsAndRankAmongThem) {
    const std::vector<HeadDraw> draws =
        shiftedDraws(3, 4, [](int l, int h, int m, int) { return 0.1 * h + l + m; });
    const SampledHeads sampled(draws, {4, 4}, 3);
    const std::vector<Relabelled> found =
        sampled.against(LayerIndex{1}, [](LayerIndex, HeadIndex h) { return h.value == 0 ? 9.0 : 1.15; });
    EXPECT_DOUBLE_EQ(found[0].ofMean.mean, 0.15 + 1.0);
    EXPECT_DOUBLE_EQ(found[2].ofMean.mean, 0.15 + 3.0);
    EXPECT_TRUE(std::isnan(found[1].ofMean.mean)) << "the anchor is not compared with itself";
    EXPECT_DOUBLE_EQ(found[0].ofHeads[0].rank, 1.0 / 5.0) << "never less than four draws allow";
    EXPECT_DOUBLE_EQ(found[0].ofHeads[1].rank, 3.0 / 5.0);
    // Too few to tell heads apart: all that draws stray by counts, once for them and once for the mean.
    const double whole = (0.15 * 0.15 + 0.05 * 0.05) * 2.0 * 2.0 / 6.0;
    EXPECT_NEAR(found[0].ofMean.deviation, std::sqrt(whole * (1.0 / 4.0 + 1.0 / 4.0)), 1e-14);
    EXPECT_EQ(found[0].freedom, 6.0);
}

TEST(SampledHeads, KnowNoSpreadFromOneDraw) {
    const std::vector<HeadDraw> one{{LayerIndex{0}, HeadIndex{0}, LayerIndex{1}, HeadIndex{1}, 0.5}};
    const auto found =
        SampledHeads(one, {4, 4}, 3).against(LayerIndex{0}, [](LayerIndex, HeadIndex) { return 0.75; });
    EXPECT_DOUBLE_EQ(found[1].ofMean.mean, 0.5);
    EXPECT_TRUE(std::isnan(found[1].ofMean.deviation));
    EXPECT_TRUE(std::isnan(found[2].ofMean.mean)) << "no draw of that pair";
}

TEST(SampledHeads, CountAPairOfHeadsOnceHoweverOftenItWasDrawn) {
    const std::vector<HeadDraw> once =
        shiftedDraws(4, 5, [](int l, int h, int m, int other) { return std::sin(l + 7.0 * h + m * other); });
    std::vector<HeadDraw> twice = once;
    twice.insert(twice.end(), once.begin(), once.begin() + 13);
    const auto value = [](LayerIndex, HeadIndex) { return 0.5; };
    const std::vector<Relabelled> expected = SampledHeads(once, {5, 5}, 4).against(LayerIndex{2}, value);
    const std::vector<Relabelled> found = SampledHeads(twice, {5, 5}, 4).against(LayerIndex{2}, value);
    for (const std::size_t layer : {std::size_t{0}, std::size_t{1}, std::size_t{3}}) {
        EXPECT_EQ(found[layer].ofMean.mean, expected[layer].ofMean.mean);
        EXPECT_EQ(found[layer].ofMean.deviation, expected[layer].ofMean.deviation);
        EXPECT_EQ(found[layer].freedom, expected[layer].freedom);
        EXPECT_EQ(found[layer].ofHeads[3].reference.deviation,
                  expected[layer].ofHeads[3].reference.deviation);
    }
}

/// How heads of simulated models share things.
struct Kind {
    int layers = 0;
    KeyGroups groups;
    int draws = 0;
    double background = 0.0; ///< one part that all operators have, of a strength of its own each
    bool planted = false;    ///< head 1 is the same in all layers, but for noise
};

/// One model: its artifact's grams alone.
class Model {
public:
    Model(const Kind& kind, std::mt19937_64& generator) {
        constexpr int kNumbers = 400; // an operator of R^20
        std::normal_distribution<double> normal;
        std::uniform_real_distribution<double> strength(0.0, 2.0);
        const auto random = [&] {
            return Eigen::VectorXd(Eigen::VectorXd::NullaryExpr(kNumbers, [&] { return normal(generator); }));
        };
        const Eigen::VectorXd background = random();
        const Eigen::VectorXd planted = random();
        std::vector<Eigen::VectorXd> operators;
        for (int l = 0; l < kind.layers; ++l) {
            Eigen::VectorXd key;
            for (int h = 0; h < kind.groups.heads; ++h) {
                if (h % kind.groups.size() == 0) {
                    key = random();
                }
                Eigen::VectorXd own = random();
                if (kind.planted && h == 1) {
                    own = planted + 0.3 * own;
                } else if (kind.groups.size() > 1) {
                    own += 0.7 * key;
                }
                operators.emplace_back(own + kind.background * strength(generator) * background);
            }
        }
        shape_ = {kind.layers, kind.groups.heads, 1, 20};
        const auto operatorOf = [&](int l, int h) {
            return operators[static_cast<std::size_t>(l * kind.groups.heads + h)];
        };
        grams_ = test::makeGrams(shape_, operatorOf);
        tensors_.otherHeads = test::makeOtherHeads(shape_, kind.draws, operatorOf, kind.groups.size());
    }

    [[nodiscard]] CrossHeadGrams reference(const KeyGroups& groups, LayerIndex anchor) const {
        return crossHeadGrams(tensors_, *grams_, groups, anchor);
    }

    [[nodiscard]] double cosine(LayerIndex l, LayerIndex m, HeadIndex h) const {
        const auto& gram = grams_->gram;
        return gram(l, m, h) / std::sqrt(gram(l, l, h) * gram(m, m, h));
    }

    [[nodiscard]] const artifact::GramFile& grams() const { return *grams_; }
    [[nodiscard]] const artifact::OtherHeadGrams& others() const { return *tensors_.otherHeads; }

private:
    artifact::ArtifactShape shape_;
    std::shared_ptr<const artifact::GramFile> grams_;
    artifact::TensorFile tensors_;
};

/// The z of the mean over all heads and the other layers, and what the maps of heads name.
struct Outcome {
    double z = 0.0;
    int named = 0;
    int namedPlanted = 0;
};

Outcome outcomeOf(const Kind& kind, std::mt19937_64& generator) {
    const Model model(kind, generator);
    const LayerIndex anchor{kind.layers / 2};
    const std::vector<Relabelled> found = model.reference(kind.groups, anchor).cosine;
    double mean = 0.0;
    std::vector<Reference> layers;
    std::vector<double> chances;
    double freedom = 0.0;
    for (LayerIndex l; l.value < kind.layers; ++l.value) {
        if (l == anchor) {
            continue;
        }
        const Relabelled& at = found[static_cast<std::size_t>(l.value)];
        layers.push_back(at.ofMean);
        freedom = at.freedom;
        for (HeadIndex h; h.value < kind.groups.heads; ++h.value) {
            const double value = model.cosine(l, anchor, h);
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
void expectNothingFound(const Kind& kind, unsigned seed) {
    std::mt19937_64 generator(seed);
    double squares = 0.0;
    int above = 0;
    int falseMaps = 0;
    for (int i = 0; i < kModels; ++i) {
        const Outcome outcome = outcomeOf(kind, generator);
        squares += outcome.z * outcome.z;
        above += outcome.z > kNotableZ ? 1 : 0;
        falseMaps += outcome.named > 0 ? 1 : 0;
    }
    EXPECT_LT(std::sqrt(squares / kModels), 1.25); // 60 models tell a deviation of 1 to a tenth
    EXPECT_LE(above, 1);
    EXPECT_LE(falseMaps, 7) << "a map that names anything is false; 5 % may be";
}

TEST(SampledHeads, FindNothingInUnrelatedHeads) {
    expectNothingFound({5, {8, 8}, 8, 0.0, false}, 1);
    expectNothingFound({4, {4, 4}, 4, 0.0, false}, 2);
    expectNothingFound({12, {32, 32}, 8, 0.0, false}, 3);
    expectNothingFound({2, {8, 8}, 8, 0.0, false}, 4);
}

TEST(SampledHeads, FindNothingInHeadsThatShareKeys) {
    expectNothingFound({6, {8, 4}, 8, 0.0, false}, 5);
    expectNothingFound({8, {16, 4}, 8, 0.5, false}, 6);
}

TEST(SampledHeads, FindNothingInASharedBackgroundOfUnequalStrength) {
    expectNothingFound({5, {8, 8}, 8, 0.3, false}, 7);
    expectNothingFound({6, {8, 8}, 8, 1.0, false}, 8);
    expectNothingFound({12, {32, 32}, 8, 0.5, false}, 9);
    expectNothingFound({3, {8, 8}, 8, 0.5, false}, 10);
}

/// In all models the head is named; `leastAbove` of them show it in the mean over heads as well.
void expectPlantedHeadFound(const Kind& kind, unsigned seed, int leastAbove = kModels - 2) {
    std::mt19937_64 generator(seed);
    int above = 0;
    double namedWrongly = 0.0;
    for (int i = 0; i < kModels; ++i) {
        const Outcome outcome = outcomeOf(kind, generator);
        above += outcome.z > kNotableZ ? 1 : 0;
        EXPECT_EQ(outcome.namedPlanted, kind.layers - 1);
        namedWrongly +=
            static_cast<double>(outcome.named - outcome.namedPlanted) / std::max(outcome.named, 1) / kModels;
    }
    EXPECT_GE(above, leastAbove);
    EXPECT_LE(namedWrongly, 0.07);
}

TEST(SampledHeads, FindAndNameOnePlantedHeadOfEight) {
    expectPlantedHeadFound({6, {8, 8}, 8, 0.0, true}, 11);
    expectPlantedHeadFound({6, {8, 4}, 8, 0.0, true}, 12);
    expectPlantedHeadFound({8, {8, 8}, 8, 0.3, true}, 13);
}

TEST(SampledHeads, FindAndNameOnePlantedHeadOfThirtyTwo) {
    expectPlantedHeadFound({12, {32, 32}, 32, 0.0, true}, 14);
    expectPlantedHeadFound({12, {32, 8}, 24, 0.0, true}, 15);
    // Eight draws leave the mean over 32 heads uncertain by half of what one head adds to it; it is named.
    expectPlantedHeadFound({12, {32, 32}, 8, 0.0, true}, 14, kModels / 2);
    expectPlantedHeadFound({6, {32, 8}, 8, 0.0, true}, 15, kModels / 2);
}

TEST(CrossHeadGrams, LeaveOutDrawsThatAreNotFiniteOrShareKeys) {
    std::mt19937_64 generator(16);
    const Kind kind{3, {4, 4}, 3, 0.0, false};
    const Model model(kind, generator);
    artifact::TensorFile tensors;
    artifact::OtherHeadGrams& others = tensors.otherHeads.emplace(model.others());
    const LayerIndex first{0};
    const LayerIndex second{1};
    others.grams[0] = std::nan("");
    others.heads[1] = {HeadIndex{2}, HeadIndex{3}};
    others.heads[2] = {HeadIndex{0}, HeadIndex{3}};
    const auto found = crossHeadGrams(tensors, model.grams(), {4, 2}, first);
    const auto& gram = model.grams().gram;
    const auto [head, other] = others.heads[2];
    const double left = others.grams[2] / std::sqrt(gram(first, first, head) * gram(second, second, other));
    // Of the three draws of layers 0 and 1 one is missing, and 2 and 3 are of one key.
    ASSERT_NE(head.value / 2, other.value / 2);
    EXPECT_NEAR(found.cosine[1].ofMean.mean, left, 1e-14);
    EXPECT_NEAR(found.residual[1].ofMean.mean, std::sqrt(1.0 - left * left), 1e-14);
    const double norms = gram(second, second, other) / gram(first, first, head);
    EXPECT_NEAR(found.scale[1].ofMean.mean, left * std::sqrt(norms), 1e-13);
}

TEST(CrossHeads, HoldWhatTheArtifactAllows) {
    std::mt19937_64 generator(17);
    const Model model({3, {4, 4}, 4, 0.0, false}, generator);
    const auto grams = std::make_shared<artifact::GramFile>(model.grams());
    const auto tensors =
        test::makeTensors(grams->shape, 1, [](int, int) { return test::Directions::Identity(1, 20); });
    EXPECT_FALSE(crossHeads(*test::makeArtifact(grams), LayerIndex{0}).spectra);
    EXPECT_TRUE(crossHeads(*test::makeArtifact(grams, tensors), LayerIndex{0}).spectra);
    EXPECT_FALSE(crossHeads(*test::makeArtifact(grams, tensors), LayerIndex{0}).grams);
    tensors->otherHeads = model.others();
    const auto artifact = test::makeArtifact(grams, tensors);
    const CrossHeads heads = crossHeads(*artifact, LayerIndex{0});
    EXPECT_TRUE(heads.grams);
    EXPECT_TRUE(heads.grams->reached.empty()) << "without singular values";
    EXPECT_TRUE(heads.anglesAwaited);
    EXPECT_FALSE(heads.angles);
    const CrossHeads whole = withAngles(heads, *artifact, LayerIndex{0}, ThreadBudget(1));
    EXPECT_FALSE(whole.anglesAwaited);
    ASSERT_TRUE(whole.angles);
    EXPECT_EQ(whole.angles->matchings, 3);
}

} // namespace
} // namespace sextant::evidence
