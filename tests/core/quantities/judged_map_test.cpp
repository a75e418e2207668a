// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/judged_map.h"

#include "core/evidence/closed_forms.h"
#include "tests/core/quantities/measured.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

namespace sextant::quantities {
namespace {

using test::kHeadDim;
using test::kSize;
using test::Measured;

TEST(JudgedHeads, NameOnePlantedHeadOf32) {
    test::RandomMatrices random(5);
    std::vector<Eigen::MatrixXd> ofAnchor;
    const Measured model(3, 32, [&](int l, int h) -> Eigen::MatrixXd {
        const Eigen::MatrixXd g = random.gaussian(kSize, kHeadDim) * random.gaussian(kHeadDim, kSize);
        if (l == 0) {
            ofAnchor.push_back(g);
        }
        return l == 2 && h == 5 ? Eigen::MatrixXd(3.0 * ofAnchor[5] + 0.2 * g) : g;
    });
    const JudgedMap map = model.heads({QuantityId::OperatorCosine}, ReferenceKind::SameSpectrum);
    ASSERT_EQ(map.standsOut.size(), 3u * 32u);
    for (std::size_t i = 0; i < map.standsOut.size(); ++i) {
        EXPECT_EQ(map.standsOut[i], i == 2 * 32 + 5) << i;
    }
    EXPECT_TRUE(std::isnan(map.z[5])) << "the anchor is not compared with itself";
}

TEST(JudgedLayers, NameTheOnlyPairThatIsAlike) {
    test::RandomMatrices random(6);
    Eigen::MatrixXd kept;
    const Measured model(5, 2, [&](int l, int h) -> Eigen::MatrixXd {
        const Eigen::MatrixXd g = random.gaussian(kSize, kSize);
        if (l == 1 && h == 0) {
            kept = g;
        }
        return l == 3 && h == 0 ? kept : g;
    });
    const JudgedMap map = judgedLayers(*model.view(ReferenceKind::OtherHeads));
    EXPECT_EQ(map.reference.kind, ReferenceKind::SameSpectrum);
    EXPECT_EQ(map.reference.whyNot, evidence::WhyNot::NoCrossHeadGrams);
    for (std::size_t i = 0; i < map.standsOut.size(); ++i) {
        EXPECT_EQ(map.standsOut[i], i == 1 * 5 + 3 || i == 3 * 5 + 1) << i;
    }
}

/// Unrelated heads, but for cells (layer, head) whose operator is `strength` times the first layer's and
/// noise.
Measured modelOf(unsigned seed, int layers, int heads,
                 const std::function<double(int layer, int head)>& strength, int otherHeads = 0) {
    test::RandomMatrices random(seed);
    std::map<int, Eigen::MatrixXd> first;
    return Measured(
        layers, heads,
        [&](int l, int h) -> Eigen::MatrixXd {
            Eigen::MatrixXd g = random.gaussian(kSize, kSize);
            if (l == 0) {
                first[h] = g;
            }
            return l == 0 ? g : Eigen::MatrixXd(g + strength(l, h) * first[h]);
        },
        otherHeads);
}

double unrelated(int, int) {
    return 0.0;
}

constexpr std::array kKinds{ReferenceKind::OtherHeads, ReferenceKind::SameSpectrum, ReferenceKind::Isotropic};

TEST(JudgedMaps, OfUnrelatedHeadsNameAnythingInOneOfTwenty) {
    constexpr int kModels = 150;
    constexpr std::array kShown{MapQuantity::Cosine,         MapQuantity::Residual,
                                MapQuantity::RSquared,       MapQuantity::SpectralCosine,
                                MapQuantity::SignAgreement,  MapQuantity::SignedSpectralCosine,
                                MapQuantity::SymmetricShare, MapQuantity::MatchingIndex};
    std::map<ReferenceKind, int> layerMaps;
    std::map<std::pair<ReferenceKind, MapQuantity>, int> headMaps;
    for (unsigned seed = 0; seed < kModels; ++seed) {
        const Measured model = modelOf(1000 + seed, 4, 6, unrelated, 6);
        for (const ReferenceKind kind : kKinds) {
            const auto view = model.view(kind);
            const JudgedMap layers = judgedLayers(*view);
            EXPECT_EQ(layers.reference.kind, kind);
            layerMaps[kind] += std::ranges::count(layers.standsOut, true) > 0 ? 1 : 0;
            for (const MapQuantity quantity : kShown) {
                const JudgedMap heads = judgedHeads(*view, quantity, 8);
                headMaps[{kind, quantity}] += std::ranges::count(heads.standsOut, true) > 0 ? 1 : 0;
            }
        }
    }
    const double most =
        kModels * (0.05 + 3.0 * std::sqrt(0.05 * 0.95 / kModels)); // as far as 150 models can tell
    for (const ReferenceKind kind : kKinds) {
        EXPECT_LE(layerMaps[kind], most) << evidence::nameOf(kind);
        for (const MapQuantity quantity : kShown) {
            EXPECT_LE((headMaps[{kind, quantity}]), most)
                << evidence::nameOf(kind) << ", quantity " << static_cast<int>(quantity);
        }
    }
}

TEST(JudgedMaps, OfFewUnrelatedHeadsNameAnythingInOneOfTwenty) {
    constexpr int kModels = 200;
    int maps = 0;
    for (unsigned seed = 0; seed < kModels; ++seed) {
        // Eight draws among four heads, of which some are the same.
        const auto view = modelOf(2000 + seed, 5, 4, unrelated, 8).view(ReferenceKind::OtherHeads);
        const JudgedMap map = judgedHeads(*view, MapQuantity::Cosine, 8);
        maps += std::ranges::count(map.standsOut, true) > 0 ? 1 : 0;
    }
    EXPECT_LE(maps, kModels * (0.05 + 3.0 * std::sqrt(0.05 * 0.95 / kModels)));
}

TEST(JudgedMaps, OfPlantedCellsAreRarelyFalse) {
    for (const ReferenceKind kind : kKinds) {
        double falseShare = 0.0;
        double found = 0.0;
        double planted = 0.0;
        constexpr int kModels = 60;
        const auto isPlanted = [](int l, int h) { return l > 0 && (l + h) % 5 == 0; };
        for (unsigned seed = 0; seed < kModels; ++seed) {
            const Measured model = modelOf(
                seed, 5, 10, [&](int l, int h) { return isPlanted(l, h) ? 0.4 : 0.0; }, 10);
            const JudgedMap map = judgedHeads(*model.view(kind), MapQuantity::Cosine, 8);
            double named = 0.0;
            double wrong = 0.0;
            for (int l = 0; l < 5; ++l) {
                for (int h = 0; h < 10; ++h) {
                    const bool stands = map.standsOut[static_cast<std::size_t>(l * 10 + h)];
                    named += stands ? 1.0 : 0.0;
                    wrong += stands && !isPlanted(l, h) ? 1.0 : 0.0;
                    found += stands && isPlanted(l, h) ? 1.0 : 0.0;
                    planted += isPlanted(l, h) ? 1.0 : 0.0;
                }
            }
            falseShare += named > 0.0 ? wrong / named / kModels : 0.0;
        }
        EXPECT_LE(falseShare, 0.07) << evidence::nameOf(kind);
        EXPECT_GT(found / planted, 0.95) << evidence::nameOf(kind);
    }
}

TEST(JudgedMaps, SayWhereAValueLiesInDeviations) {
    const Measured model = modelOf(3, 4, 3, unrelated);
    const auto view = model.view(ReferenceKind::Isotropic, HeadIndex{2});
    for (const JudgedMap& map : {judgedLayers(*view), judgedHeads(*view, MapQuantity::Cosine, 8)}) {
        ASSERT_EQ(map.references.size(), map.value.size());
        for (std::size_t i = 0; i < map.value.size(); ++i) {
            const evidence::Reference& at = map.references[i];
            if (!std::isnan(at.mean)) {
                EXPECT_DOUBLE_EQ(map.z[i], (map.value[i] - at.mean) / at.deviation);
            }
        }
    }
    EXPECT_NEAR(judgedLayers(*view).references[1].deviation, 1.0 / kSize, 1e-15);
    const JudgedMap squares = judgedHeads(*view, MapQuantity::RSquared, 8);
    EXPECT_DOUBLE_EQ(squares.references[3].mean, 1.0 / (kSize * kSize));
    EXPECT_DOUBLE_EQ(squares.references[3].deviation, std::sqrt(2.0) / (kSize * kSize));
    EXPECT_NEAR(judgedLayers(*model.view(ReferenceKind::Isotropic)).references[1].deviation,
                1.0 / (kSize * std::sqrt(3.0)), 1e-15);
}

TEST(JudgedMaps, SayOfSquaresAndResidualsHowRareTheirCosineIs) {
    const Measured model = modelOf(9, 4, 6, [](int l, int h) { return l == 2 && h == 4 ? -1.0 : 0.0; });
    const auto view = model.view(ReferenceKind::Isotropic);
    const JudgedMap cosines = judgedHeads(*view, MapQuantity::Cosine, 8);
    const JudgedMap squares = judgedHeads(*view, MapQuantity::RSquared, 8);
    const JudgedMap residuals = judgedHeads(*view, MapQuantity::Residual, 8);
    for (std::size_t i = 0; i < cosines.z.size(); ++i) {
        if (std::isnan(cosines.z[i])) {
            EXPECT_TRUE(std::isnan(squares.z[i]) && std::isnan(residuals.z[i])) << i;
            continue;
        }
        // A square exceeds a level as rarely as the cosine leaves it on either side.
        const double beyond = std::erfc(std::abs(cosines.z[i]) / std::numbers::sqrt2);
        EXPECT_NEAR(0.5 * std::erfc(squares.z[i] / std::numbers::sqrt2), beyond, 1e-9) << i;
        EXPECT_DOUBLE_EQ(residuals.z[i], -squares.z[i]) << i;
    }
    EXPECT_GT(squares.z[2 * 6 + 4], 6.0);
}

TEST(JudgedMaps, OfSquaresAndResidualsNameWhatTheirCosineDoes) {
    const Measured model = modelOf(4, 4, 6, [](int l, int h) { return l == 2 && h == 4 ? -1.0 : 0.0; });
    for (const MapQuantity quantity : {MapQuantity::Cosine, MapQuantity::RSquared, MapQuantity::Residual}) {
        const JudgedMap map = judgedHeads(*model.view(ReferenceKind::SameSpectrum), quantity, 8);
        for (std::size_t i = 0; i < map.standsOut.size(); ++i) {
            EXPECT_EQ(map.standsOut[i], i == 2 * 6 + 4) << static_cast<int>(quantity) << ", " << i;
        }
    }
}

TEST(PairReferences, OfTheSameSpectrumAreThoseOfEachHeadAveraged) {
    const Measured model = modelOf(5, 3, 4, unrelated);
    const analysis::AlignmentTables& tables = model.tables();
    const PairReferences pairs = pairReferences(tables, {}, ReferenceKind::SameSpectrum, nullptr);
    for (LayerIndex l; l.value < 3; ++l.value) {
        for (LayerIndex m; m.value < 3; ++m.value) {
            const evidence::Reference& at =
                pairs.cells[static_cast<std::size_t>(l.value * 3 + m.value)].reference;
            if (l == m) {
                EXPECT_TRUE(std::isnan(at.mean));
                continue;
            }
            std::vector<evidence::Reference> heads;
            for (HeadIndex h; h.value < 4; ++h.value) {
                const auto sums = [&](LayerIndex layer) {
                    const analysis::SpectrumSums& spectrum = tables.spectrum->sumsAt(layer, h);
                    return evidence::OperatorSums{tables.artifact->grams->gram(layer, layer, h), spectrum.sum,
                                                  spectrum.squares};
                };
                heads.push_back(evidence::sameSpectrumCosine(sums(l), sums(m), kSize));
            }
            EXPECT_NEAR(at.mean, evidence::ofMean(heads).mean, 1e-14);
            EXPECT_NEAR(at.deviation, evidence::ofMean(heads).deviation, 1e-14);
        }
    }
}

TEST(PairReferences, OfOtherHeadsLieBetweenThoseOfBothLayers) {
    const Measured model = modelOf(6, 5, 8, unrelated, 8);
    const auto atLayer = [&](int layer, int anchor, HeadSelection head) {
        const Comparison comparison{model.tables(), nullptr, LayerIndex{anchor}};
        return References(comparison)
            .of({QuantityId::OperatorCosine}, head, ReferenceKind::OtherHeads)
            ->layers[static_cast<std::size_t>(layer)];
    };
    for (const HeadSelection head : {HeadSelection(), HeadSelection(HeadIndex{3})}) {
        const auto view = model.view(ReferenceKind::OtherHeads, head);
        const PairReferences pairs =
            pairReferences(model.tables(), head, ReferenceKind::OtherHeads, view->heads.get());
        EXPECT_EQ(pairs.shown.kind, ReferenceKind::OtherHeads);
        EXPECT_EQ(pairs.shown.whyNot, std::nullopt);
        const evidence::Reference& at = pairs.cells[1 * 5 + 4].reference;
        const evidence::Reference one = atLayer(1, 4, head);
        const evidence::Reference other = atLayer(4, 1, head);
        EXPECT_GE(at.deviation, std::min(one.deviation, other.deviation) - 1e-12);
        EXPECT_LE(at.deviation, std::max(one.deviation, other.deviation) + 1e-12);
        EXPECT_NEAR(at.mean, (one.mean + other.mean) / 2.0, 0.01);
        EXPECT_EQ(pairs.cells[1 * 5 + 4].freedom, pairs.cells[4 * 5 + 1].freedom);
    }
}

TEST(PairReferences, SayWhyTheChosenOneIsNotThere) {
    test::RandomMatrices random(1);
    const auto grams =
        test::makeGrams({2, 2, 1, 3}, [&](int, int) -> Eigen::VectorXd { return random.gaussian(9, 1); });
    const auto tables =
        analysis::alignmentTables(test::makeArtifact(grams), {}, analysis::ChanceSampling::LeftOut);
    const auto shown = [&](ReferenceKind kind) { return pairReferences(*tables, {}, kind, nullptr).shown; };
    EXPECT_EQ(shown(ReferenceKind::OtherHeads).kind, ReferenceKind::Isotropic);
    EXPECT_EQ(shown(ReferenceKind::OtherHeads).whyNot, evidence::WhyNot::NoCrossHeadGrams);
    EXPECT_EQ(shown(ReferenceKind::SameSpectrum).whyNot, evidence::WhyNot::NoEigenvalues);
    EXPECT_EQ(shown(ReferenceKind::Isotropic).whyNot, std::nullopt);
    const Measured model = modelOf(7, 3, 4, unrelated, 4);
    EXPECT_EQ(pairReferences(model.tables(), {}, ReferenceKind::OtherHeads, nullptr).shown.whyNot,
              evidence::WhyNot::BeingCompared);
}

} // namespace
} // namespace sextant::quantities
