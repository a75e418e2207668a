// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/shallow_json.h"

#include <gmock/gmock.h>

namespace sextant::checkpoint {
namespace {

using nlohmann::json;

json shallow(const std::string& text) {
    const auto read = readShallowJson("config.json", text);
    EXPECT_TRUE(read) << describe(read.error());
    return read.value_or(json());
}

TEST(ShallowJson, KeepsScalarsOfTheObjectAndOfTheObjectsInIt) {
    EXPECT_EQ(shallow(R"({"a":1,"b":"x","c":null,"d":true,"e":-2.5,"f":{"g":3,"h":false}})"),
              json::parse(R"({"a":1,"b":"x","c":null,"d":true,"e":-2.5,"f":{"g":3,"h":false}})"));
}

TEST(ShallowJson, KeepsTheScalarsOfListsAndEmptiesWhatLiesDeeper) {
    EXPECT_EQ(shallow(R"({"a":[1,[2],{"b":3}],"c":{"d":{"e":{"f":5,"g":{"j":1},"k":[4]}},"h":6},"i":7})"),
              json::parse(R"({"a":[1],"c":{"d":{"e":{"f":5,"g":{},"k":[]}},"h":6},"i":7})"));
}

TEST(ShallowJson, AnObjectInAListIsNotTakenForOneInTheObject) {
    EXPECT_EQ(shallow(R"({"a":[{"b":1}],"c":2})"), json::parse(R"({"a":[],"c":2})"));
    EXPECT_EQ(shallow(R"([{"b":1},{"c":{"d":2}}])"), json::array());
}

TEST(ShallowJson, OfEqualKeysTheLastCounts) {
    EXPECT_EQ(shallow(R"({"a":1,"a":{"b":2},"a":3})"), json::parse(R"({"a":3})"));
}

TEST(ShallowJson, ATextNeedNotBeAnObject) {
    EXPECT_EQ(shallow("7"), json(7));
    EXPECT_EQ(shallow("[1,2]"), json::parse("[1,2]"));
}

TEST(ShallowJson, OfALongListTheBeginningIsKept) {
    std::string text = "[0";
    for (int i = 1; i < 5000; ++i) {
        text += ",0";
    }
    EXPECT_EQ(shallow(text + "]").size(), 1024);
}

TEST(ShallowJson, NumbersKeepTheirKind) {
    const json read = shallow(
        R"({"integer":9007199254740993,"large":1e20,"huge":12345678901234567890123,"endless":1e999,"nan":NaN})");
    EXPECT_EQ(read["integer"], 9007199254740993);
    EXPECT_TRUE(read["integer"].is_number_integer());
    EXPECT_TRUE(read["large"].is_number_float());
    EXPECT_TRUE(read["huge"].is_number_float());
    EXPECT_EQ(read["endless"], "1e999");
    EXPECT_EQ(read["nan"], "NaN");
}

TEST(ShallowJson, WhatIsNotJsonIsRefusedWithItsByte) {
    const auto read = readShallowJson("config.json", R"({"a":01})");
    ASSERT_FALSE(read);
    EXPECT_EQ(describe(read.error()),
              "config.json: byte 6: is not valid JSON: expected a comma or '}', found '1}'");
    EXPECT_EQ(describe(readShallowJson("config.json", "").error()), "config.json: is empty");
}

} // namespace
} // namespace sextant::checkpoint
