// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/reading_budget.h"
#include "core/checkpoint/shard_index.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace sextant::checkpoint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;
using testing::SizeIs;

std::string complaintAbout(const std::string& text) {
    const auto shards = parseShardIndex("index.json", text);
    return shards ? "no error" : describe(shards.error());
}

TEST(ShardIndex, NamesTheFileOfEachTensor) {
    const auto shards = parseShardIndex(
        "index.json",
        R"({"metadata":{"total_size":8,"weight_map":{"x":1}},"weight_map":{"b":"2.st","a":"1.st"},"more":[{"c":1}]})");
    ASSERT_TRUE(shards) << describe(shards.error());
    EXPECT_THAT(*shards, ElementsAre(Pair("a", "1.st"), Pair("b", "2.st")));
}

TEST(ShardIndex, WithoutAMapIsRefused) {
    for (const char* text :
         {"{}", "[]", "", "{", "7", R"({"weight_map":{}})", R"({"weight_map":["a"]})",
          R"({"other":{"weight_map":{"a":"1.st"}}})", R"([{"weight_map":{"a":"1.st"}}])"}) {
        EXPECT_EQ(complaintAbout(text), "index.json: is not a JSON object with a weight_map") << text;
    }
}

TEST(ShardIndex, OnlyNamesOfFilesBesideItAreTaken) {
    for (const char* value :
         {"1", "null", "true", "[]", "{}", "\"\"", "\".\"", "\"..\"", "\"a/b\"", R"("a\u0000b")"}) {
        EXPECT_EQ(complaintAbout(fmt::format(R"({{"weight_map":{{"t":{}}}}})", value)),
                  "index.json: weight_map[t]: is not the name of a file beside the index")
            << value;
    }
}

TEST(ShardIndex, EntriesAreCounted) {
    const auto indexOf = [](std::size_t count) {
        std::string text = R"({"weight_map":{)";
        for (std::size_t i = 0; i < count; ++i) {
            text += fmt::format("{}\"{}\":\"a\"", i > 0 ? "," : "", i);
        }
        return text + "}}";
    };
    EXPECT_THAT(parseShardIndex("index.json", indexOf(3000)).value(), SizeIs(3000));
    EXPECT_THAT(complaintAbout(indexOf(20'000)), HasSubstr("weight_map: has more than"));
}

} // namespace
} // namespace sextant::checkpoint
