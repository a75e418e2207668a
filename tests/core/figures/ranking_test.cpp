// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/ranking.h"

#include "core/figures/map_figures.h"
#include "tests/core/quantities/measured.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace sextant::figures {
namespace {

using test::kSize;
using test::Measured;

/// Five layers of four unrelated heads, but for head 2 of layers 1 and 3.
Measured planted() {
    test::RandomMatrices random(1);
    Eigen::MatrixXd kept;
    return Measured(5, 4, [&](int l, int h) -> Eigen::MatrixXd {
        const Eigen::MatrixXd g = random.gaussian(kSize, kSize);
        kept = l == 1 && h == 2 ? g : kept;
        return l == 3 && h == 2 ? Eigen::MatrixXd(kept + 0.3 * g) : g;
    });
}

TEST(Ranking, AnswersWhichPairAndWhichHead) {
    const Measured model = planted();
    const Ranking pairs = rankedPairs(*model.view(ReferenceKind::SameSpectrum));
    ASSERT_EQ(pairs.cells.size(), 10u);
    for (const RankOrder order : {RankOrder::Value, RankOrder::Z, RankOrder::Departure}) {
        const RankedCell& first = pairs.cells[ordered(pairs, order, false)[0]];
        EXPECT_EQ(first.layer, LayerIndex{1});
        EXPECT_EQ(first.other, LayerIndex{3});
        EXPECT_EQ(first.head, HeadIndex{2}) << "it carries the mean";
        EXPECT_STREQ(standingOf(first), "above");
    }
    EXPECT_EQ(std::ranges::count_if(pairs.cells, &RankedCell::standsOut), 1);

    const auto view =
        quantities::anchorView(model.shared(), LayerIndex{1}, {}, nullptr, ReferenceKind::SameSpectrum);
    const Ranking heads = rankedHeads(*view, MapQuantity::Cosine, 8);
    EXPECT_EQ(heads.cells.size(), 16u) << "without the anchor's own";
    const RankedCell& first = heads.cells[ordered(heads, RankOrder::Z, false)[0]];
    EXPECT_EQ(first.layer, LayerIndex{3});
    EXPECT_EQ(first.head, HeadIndex{2});
    EXPECT_DOUBLE_EQ(first.z, (first.value - first.reference) / first.deviation);
    EXPECT_DOUBLE_EQ(first.departure(), first.value - first.reference);
}

Ranking made() {
    Ranking ranking;
    ranking.valueName = "cosine";
    ranking.referenceName = "isotropic";
    const double nan = std::nan("");
    ranking.cells = {{LayerIndex{0}, LayerIndex{1}, HeadIndex{0}, 0.25, 0.0, 0.25, 1.0, false},
                     {LayerIndex{0}, LayerIndex{2}, HeadIndex{1}, -0.5, 0.0, 0.125, -4.0, true},
                     {LayerIndex{1}, LayerIndex{2}, {}, 0.75, nan, nan, nan, false}};
    return ranking;
}

TEST(Ranking, IsOrderedByValueZOrDeparture) {
    using Places = std::vector<std::size_t>;
    const Ranking ranking = made();
    EXPECT_EQ(ordered(ranking, RankOrder::Value, false), (Places{2, 0, 1}));
    EXPECT_EQ(ordered(ranking, RankOrder::Value, true), (Places{1, 0, 2}));
    EXPECT_EQ(ordered(ranking, RankOrder::Z, false), (Places{0, 1, 2})) << "what is not known comes last";
    EXPECT_EQ(ordered(ranking, RankOrder::Z, true), (Places{1, 0, 2}));
    EXPECT_EQ(ordered(ranking, RankOrder::Departure, false), (Places{1, 0, 2})) << "by magnitude";
    EXPECT_EQ(ordered(ranking, RankOrder::Place, true), (Places{0, 1, 2}));
    EXPECT_EQ(ordered(ranking, RankOrder::Place, false), (Places{2, 1, 0}));
}

TEST(Ranking, IsNarrowedToALayerOrAHead) {
    using Places = std::vector<std::size_t>;
    Ranking ranking = made();
    EXPECT_EQ(ordered(ranking, RankOrder::Place, true, {.layer = LayerIndex{1}}), (Places{0, 2}));
    EXPECT_EQ(ordered(ranking, RankOrder::Place, true, {.head = HeadIndex{1}}).size(), 3u)
        << "a pair belongs to all heads";
    for (RankedCell& cell : ranking.cells) {
        cell.other.reset();
    }
    EXPECT_EQ(ordered(ranking, RankOrder::Place, true, {.head = HeadIndex{1}}), Places{1});
    EXPECT_EQ(ordered(ranking, RankOrder::Place, true, {.layer = LayerIndex{0}}), (Places{0, 1}));
}

TEST(Ranking, IsCopiedAsTabSeparatedText) {
    EXPECT_EQ(toText(made(), {1, 2}),
              "layer\tother layer\tstrongest head\tcosine\tisotropic\tSD\tz\tdeparture\tstanding\n"
              "0\t2\t1\t-0.5\t0\t0.125\t-4\t-0.5\tbelow\n"
              "1\t2\t\t0.75\tnan\tnan\tnan\tnan\t\n");
}

TEST(Ranking, OfOneLayerIsEmptyAndOfAMissingQuantitySaysWhy) {
    test::RandomMatrices random(1);
    const Measured one(1, 2, [&](int, int) -> Eigen::MatrixXd { return random.gaussian(kSize, kSize); });
    const auto view = one.view(ReferenceKind::OtherHeads);
    EXPECT_TRUE(rankedPairs(*view).cells.empty());
    EXPECT_TRUE(rankedHeads(*view, MapQuantity::Cosine, 8).cells.empty());
    EXPECT_EQ(rankedHeads(*view, MapQuantity::SymmetricShare, 8).cells.size(), 2u);
    EXPECT_EQ(rankedHeads(*view, MapQuantity::MeanAngle, 8).note,
              "Principal angles to this anchor are being computed.");
}

} // namespace
} // namespace sextant::figures
