// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/series_list.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace sextant::quantities {
namespace {

const QuantityKey kCosine{QuantityId::OperatorCosine};
const QuantityKey kResidual{QuantityId::OperatorResidual};
const QuantityKey kScale{QuantityId::OperatorScale};

QuantitySeries seriesOf(const QuantityKey& key, double value) {
    QuantitySeries series;
    series.key = key;
    series.series.value = {value};
    return series;
}

TEST(SeriesList, MakesASeriesWhenItIsFirstAskedForAndOnce) {
    int made = 0;
    const SeriesList list({kCosine, kResidual}, [&](const QuantityKey& key) {
        ++made;
        return seriesOf(key, 0.25);
    });
    EXPECT_TRUE(list.has(kResidual));
    EXPECT_FALSE(list.has(kScale));
    EXPECT_EQ(made, 0);
    const QuantitySeries* residual = list.find(kResidual);
    ASSERT_NE(residual, nullptr);
    EXPECT_EQ(residual->key, kResidual);
    EXPECT_EQ(residual->series.value, std::vector{0.25});
    EXPECT_EQ(list.find(kResidual), residual);
    const SeriesList copy = list; // NOLINT(performance-unnecessary-copy-initialization): it shares
    EXPECT_EQ(copy.find(kResidual), residual);
    EXPECT_EQ(made, 1);
}

TEST(SeriesList, HasNothingForAnotherKey) {
    EXPECT_EQ(SeriesList({seriesOf(kCosine, 1.0)}).find(kScale), nullptr);
    EXPECT_EQ(SeriesList().find(kCosine), nullptr);
}

TEST(SeriesList, KeepsTheOrderOfItsKeys) {
    EXPECT_EQ(SeriesList({seriesOf(kScale, 1.0), seriesOf(kCosine, 2.0)}).keys(),
              (std::vector{kScale, kCosine}));
}

TEST(SeriesList, GivesEveryThreadTheSameSeries) {
    std::atomic<int> made = 0;
    const SeriesList list({kCosine}, [&](const QuantityKey& key) {
        ++made;
        return seriesOf(key, 0.5);
    });
    std::vector<const QuantitySeries*> found(4);
    {
        std::vector<std::jthread> threads;
        for (const QuantitySeries*& each : found) {
            threads.emplace_back([&list, &each] { each = list.has(kCosine) ? list.find(kCosine) : nullptr; });
        }
    }
    EXPECT_EQ(made, 1);
    EXPECT_EQ(found, std::vector(4, list.find(kCosine)));
}

} // namespace
} // namespace sextant::quantities
