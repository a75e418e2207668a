// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evidence/relabelling.h"

#include <Eigen/Dense>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace sextant::evidence {
namespace {

/// Cosines between the heads of two layers that share nothing but a background of unequal strength.
class Model {
public:
    Model(int heads, int dimensions, double background, std::mt19937_64& generator)
        : layer_(heads, dimensions),
          anchor_(heads, dimensions) {
        std::normal_distribution<double> normal;
        std::uniform_real_distribution<double> strength(0.0, 2.0);
        const auto fill = [&](Eigen::MatrixXd& rows) {
            rows = Eigen::MatrixXd::NullaryExpr(rows.rows(), rows.cols(), [&] { return normal(generator); });
            for (Eigen::Index h = 0; h < rows.rows(); ++h) {
                rows(h, 0) += background * strength(generator) * std::sqrt(rows.cols());
            }
        };
        fill(layer_);
        fill(anchor_);
    }

    /// Makes head h of the layer like the anchor's, with noise of relative size `noise`.
    void plant(int h, double noise) { layer_.row(h) = anchor_.row(h) + noise * layer_.row(h); }

    [[nodiscard]] double cosine(int other, int head) const {
        return layer_.row(other).dot(anchor_.row(head)) /
               (layer_.row(other).norm() * anchor_.row(head).norm());
    }

    [[nodiscard]] Relabelled reference(const KeyGroups& groups) const {
        return relabelled(
            groups, [this](HeadIndex other, HeadIndex head) { return cosine(other.value, head.value); });
    }

    [[nodiscard]] double zOfMean(const KeyGroups& groups) const {
        return zOf(meanCosine(groups.heads), reference(groups).ofMean);
    }

    [[nodiscard]] double meanCosine(int heads) const {
        double mean = 0.0;
        for (int h = 0; h < heads; ++h) {
            mean += cosine(h, h) / heads;
        }
        return mean;
    }

private:
    Eigen::MatrixXd layer_;
    Eigen::MatrixXd anchor_;
};

TEST(Relabelled, HasTheMeanAndVarianceOverAllRelabellings) {
    const Eigen::Matrix4d cells = Eigen::Matrix4d::NullaryExpr([](Eigen::Index i, Eigen::Index j) {
        return std::sin(3.0 * static_cast<double>(i * i + 2 * i * j + j));
    });
    std::vector<int> labels(4);
    std::iota(labels.begin(), labels.end(), 0);
    double sum = 0.0;
    double squares = 0.0;
    do {
        double mean = 0.0;
        for (int h = 0; h < 4; ++h) {
            mean += cells(labels[static_cast<std::size_t>(h)], h) / 4.0;
        }
        sum += mean;
        squares += mean * mean;
    } while (std::ranges::next_permutation(labels).found);
    const Relabelled result =
        relabelled({4, 4}, [&](HeadIndex other, HeadIndex head) { return cells(other.value, head.value); });
    EXPECT_NEAR(result.ofMean.mean, sum / 24.0, 1e-14);
    EXPECT_NEAR(result.ofMean.deviation, std::sqrt(squares / 24.0 - sum * sum / 576.0), 1e-14);
}

TEST(Relabelled, MovesWholeKeyGroups) {
    // Heads 0 and 1 share a key, 2 and 3 another: there are two relabellings.
    const Eigen::Matrix4d cells =
        Eigen::Vector4d(1.0, 3.0, 5.0, 9.0) * Eigen::RowVector4d(2.0, 1.0, 4.0, 7.0);
    const Relabelled result =
        relabelled({4, 2}, [&](HeadIndex other, HeadIndex head) { return cells(other.value, head.value); });
    const double kept = cells.diagonal().mean();
    const double moved = (cells(2, 0) + cells(3, 1) + cells(0, 2) + cells(1, 3)) / 4.0;
    EXPECT_DOUBLE_EQ(result.ofMean.mean, (kept + moved) / 2.0);
    EXPECT_DOUBLE_EQ(result.ofMean.deviation, std::abs(kept - moved) / 2.0);
}

TEST(Relabelled, PredictsAHeadFromWhatRowsAndColumnsBring) {
    // Additive cells but for the diagonal, which the prediction must not look at.
    const Relabelled result = relabelled({5, 5}, [](HeadIndex other, HeadIndex head) {
        return other == head ? 100.0 : 2.0 + 0.5 * other.value - head.value * head.value;
    });
    for (int h = 0; h < 5; ++h) {
        const HeadReference& head = result.ofHeads[static_cast<std::size_t>(h)];
        EXPECT_NEAR(head.reference.mean, 2.0 + 0.5 * h - h * h, 1e-12);
        EXPECT_NEAR(head.reference.deviation, 0.0, 1e-12);
        EXPECT_DOUBLE_EQ(head.rank, 1.0 / 5.0);
    }
}

TEST(Relabelled, LeavesGroupsWithoutDataOut) {
    const auto cell = [](HeadIndex other, HeadIndex head) {
        return other.value == 1 || head.value == 1 ? std::nan("") : 0.1 * other.value * head.value;
    };
    const Relabelled result = relabelled({3, 3}, cell);
    EXPECT_DOUBLE_EQ(result.ofMean.mean, 0.1 * (0 + 0 + 0 + 4) / 4.0);
    EXPECT_TRUE(std::isnan(result.ofHeads[1].reference.mean));
    EXPECT_TRUE(std::isnan(relabelled({2, 2}, cell).ofMean.mean));
    EXPECT_TRUE(std::isnan(relabelled({1, 1}, cell).ofMean.mean));
}

TEST(RankShare, IsNeverSmallerThanTheDrawsAllow) {
    const std::vector<double> draws{0.1, 0.2, std::nan(""), 0.3};
    EXPECT_DOUBLE_EQ(rankShare(0.9, draws), 0.25);
    EXPECT_DOUBLE_EQ(rankShare(0.2, draws), 0.75);
    EXPECT_TRUE(std::isnan(rankShare(0.2, {})));
}

/// The z of layers that share nothing, or nothing but a background.
void expectCalibrated(const KeyGroups& groups, double background, unsigned seed) {
    std::mt19937_64 generator(seed);
    constexpr int kModels = 2000;
    double squares = 0.0;
    int above = 0;
    for (int i = 0; i < kModels; ++i) {
        const double z = Model(groups.heads, 64, background, generator).zOfMean(groups);
        squares += z * z;
        above += z > kNotableZ ? 1 : 0;
    }
    const double deviation = std::sqrt(squares / kModels);
    EXPECT_GT(deviation, 0.9);
    EXPECT_LT(deviation, 1.1);
    EXPECT_LE(above, kModels / 50);
}

TEST(Relabelled, FindsNothingInUnrelatedHeads) {
    expectCalibrated({8, 8}, 0.0, 1);
}

TEST(Relabelled, FindsNothingInASharedBackgroundOfUnequalStrength) {
    expectCalibrated({8, 8}, 0.5, 2);
    expectCalibrated({8, 8}, 2.0, 3);
}

TEST(Relabelled, FindsOnePlantedHeadOfEight) {
    std::mt19937_64 generator(4);
    const KeyGroups groups{8, 8};
    for (const double background : {0.0, 0.5}) {
        for (int i = 0; i < 50; ++i) {
            double mean = 0.0;
            std::vector<Reference> layers;
            for (int l = 0; l < 7; ++l) {
                Model model(8, 256, background, generator);
                model.plant(3, 0.1);
                mean += model.meanCosine(8) / 7.0;
                const Relabelled reference = model.reference(groups);
                layers.push_back(reference.ofMean);
                EXPECT_GT(zOfHead(model.cosine(3, 3), reference.ofHeads[3]), kNotableZ);
            }
            // One layer alone reaches sqrt(H - 1) at most, seven of them seven.
            EXPECT_GT(zOf(mean, ofMean(layers)), background > 0.0 ? kNotableZ : 5.0);
        }
    }
}

/// The share of heads named wrongly among all that are named, over maps of 12 layers and `groups.heads`
/// heads.
double falseShare(const KeyGroups& groups, double background, int planted, unsigned seed) {
    std::mt19937_64 generator(seed);
    constexpr int kMaps = 200;
    constexpr int kLayers = 12;
    double sum = 0.0;
    for (int map = 0; map < kMaps; ++map) {
        std::vector<double> chances;
        for (int l = 0; l < kLayers; ++l) {
            Model model(groups.heads, 128, background, generator);
            for (int h = 0; h < planted; ++h) {
                model.plant(h, 0.1);
            }
            const Relabelled reference = model.reference(groups);
            for (int h = 0; h < groups.heads; ++h) {
                chances.push_back(twoSidedChance(
                    zOfHead(model.cosine(h, h), reference.ofHeads[static_cast<std::size_t>(h)])));
            }
        }
        const std::vector<bool> found = discoveries(chances);
        double named = 0.0;
        double wrong = 0.0;
        for (std::size_t i = 0; i < found.size(); ++i) {
            const bool isPlanted = static_cast<int>(i) % groups.heads < planted;
            EXPECT_TRUE(found[i] || !isPlanted || planted == 0 || background > 1.0);
            named += found[i] ? 1.0 : 0.0;
            wrong += found[i] && !isPlanted ? 1.0 : 0.0;
        }
        sum += named > 0.0 ? wrong / named : 0.0;
    }
    return sum / kMaps;
}

TEST(Relabelled, NamesFewHeadsWronglyOnAWholeMap) {
    EXPECT_LE(falseShare({16, 16}, 0.0, 0, 5), 0.07);
    EXPECT_LE(falseShare({16, 16}, 0.0, 1, 6), 0.07);
    EXPECT_LE(falseShare({16, 8}, 0.0, 1, 7), 0.07);
    EXPECT_LE(falseShare({16, 16}, 0.3, 0, 8), 0.07);
    EXPECT_LE(falseShare({16, 16}, 0.3, 1, 9), 0.07);
}

TEST(KeyGroups, ComeFromTheProvenance) {
    artifact::GramFile grams;
    grams.shape = {2, 8, 4, 16};
    EXPECT_EQ(keyGroups(grams).groups, 8);
    EXPECT_EQ(keyGroups(grams).source, KeySource::NotStated);
    grams.provenance = {{"num_kv_heads", "4"}};
    EXPECT_EQ(keyGroups(grams).groups, 4);
    EXPECT_EQ(keyGroups(grams).head(3, 1), HeadIndex{7});
    grams.provenance = {{"num_kv_heads", "1"}};
    EXPECT_EQ(keyGroups(grams).groups, 8);
    EXPECT_EQ(keyGroups(grams).source, KeySource::AllShareKeys);
    for (const char* bad : {"3", "0", "-2", "16", "\"4\"", "4.0", "1e99"}) {
        grams.provenance = {{"num_kv_heads", bad}};
        EXPECT_EQ(keyGroups(grams).source, KeySource::NotStated) << bad;
    }
}

} // namespace
} // namespace sextant::evidence
