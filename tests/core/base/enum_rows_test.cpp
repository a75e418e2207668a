// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/enum_rows.h"

#include "core/base/map_look.h"
#include "core/base/plot_kind.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string>

namespace sextant {
namespace {

enum class Fruit { Apple, Pear, Plum };

struct FruitRow {
    Fruit fruit;
};

constexpr std::array kWhole = {FruitRow{Fruit::Apple}, FruitRow{Fruit::Pear}, FruitRow{Fruit::Plum}};
constexpr std::array kWithoutLast = {FruitRow{Fruit::Apple}, FruitRow{Fruit::Pear}};
constexpr std::array kWithoutFirst = {FruitRow{Fruit::Pear}, FruitRow{Fruit::Plum}};
constexpr std::array kOutOfOrder = {FruitRow{Fruit::Pear}, FruitRow{Fruit::Apple}, FruitRow{Fruit::Plum}};
constexpr std::array kTwice = {FruitRow{Fruit::Apple}, FruitRow{Fruit::Pear}, FruitRow{Fruit::Pear}};

TEST(EnumRows, AreOneForEachValueInItsOrder) {
    EXPECT_TRUE((hasRowForEach<kWhole, &FruitRow::fruit>()));
    EXPECT_FALSE((hasRowForEach<kWithoutLast, &FruitRow::fruit>()));
    EXPECT_FALSE((hasRowForEach<kWithoutFirst, &FruitRow::fruit>()));
    EXPECT_FALSE((hasRowForEach<kOutOfOrder, &FruitRow::fruit>()));
    EXPECT_FALSE((hasRowForEach<kTwice, &FruitRow::fruit>()));
}

TEST(EnumRows, OfPlotsAndQuantitiesHaveNamesOfTheirOwn) {
    std::set<std::string> plots;
    for (const PlotRow& row : kPlotRows) {
        EXPECT_TRUE(plots.insert(row.name).second) << row.name;
        EXPECT_EQ(plotNamed(row.name), row.kind);
        EXPECT_EQ(&rowOf(row.kind), &row);
    }
    EXPECT_EQ(plotNamed("map"), std::nullopt);
    std::set<std::string> quantities;
    for (const MapQuantityRow& row : kMapQuantityRows) {
        EXPECT_TRUE(quantities.insert(row.name).second) << row.name;
        EXPECT_EQ(&rowOf(row.quantity), &row);
    }
}

} // namespace
} // namespace sextant
