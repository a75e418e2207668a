// SPDX-License-Identifier: GPL-3.0-or-later
#include "json_cases.h"
#include "json_oracle.h"

#include <gmock/gmock.h>

namespace sextant::json {
namespace {

using testing::Eq;
using testing::Optional;

struct Reading {
    std::optional<Problem> problem;
    nlohmann::json document;
};

Reading read(std::string_view text) {
    DocumentBuilder builder;
    auto problem = parse(text, builder);
    return {std::move(problem), builder.document()};
}

Problem problemIn(std::string_view text) {
    const Reading reading = read(text);
    EXPECT_TRUE(reading.problem) << text << " was read";
    return reading.problem.value_or(Problem{});
}

TEST(JsonParserTest, EveryNumberIsItsNearestDouble) {
    for (const NumberCase& each : validNumbers) {
        const Reading reading = read(each.text);
        ASSERT_FALSE(reading.problem) << each.text;
        const auto value = reading.document.get<double>();
        EXPECT_EQ(value, each.value) << each.text;
        EXPECT_EQ(std::signbit(value), each.text.front() == '-') << each.text;
    }
}

TEST(JsonParserTest, NumbersBeyondDoublesAndPythonsWordsAreInfinite) {
    for (const std::string text : infiniteNumbers) {
        EXPECT_EQ(read(text).document.get<double>(), HUGE_VAL) << text;
        EXPECT_EQ(read("-" + text).document.get<double>(), -HUGE_VAL) << text;
    }
    EXPECT_TRUE(std::isnan(read("NaN").document.get<double>()));
}

TEST(JsonParserTest, WhatIsNotANumberIsRefusedWithItsByte) {
    for (const std::string& text : brokenNumbers) {
        for (const std::string& around :
             {text, "[" + text + "]", "[7," + text + ",8]", "{\"a\":" + text + "}"}) {
            const Problem problem = problemIn(around);
            EXPECT_LE(problem.byte, around.size()) << around;
            EXPECT_NE(problem.sentence, "") << around;
        }
    }
    EXPECT_EQ(problemIn("[12.5.9]").byte, 5u);
    EXPECT_EQ(problemIn("[1.e5]").byte, 3u);
    EXPECT_EQ(problemIn("[012]").byte, 2u);
}

TEST(JsonParserTest, ValidValuesAreRead) {
    for (const std::string& text : validValues) {
        const Reading reading = read(text);
        EXPECT_FALSE(reading.problem) << text << ": " << reading.problem->sentence;
    }
    EXPECT_FALSE(read("\xEF\xBB\xBF[]").problem) << "a byte order mark";
    struct Ignore : Events { // a document this deep could not be copied: the library recurses
        bool number(const Number&) override { return true; }
        bool text(std::string_view) override { return true; }
        bool literal(std::string_view) override { return true; }
        bool beginList() override { return true; }
        bool endList() override { return true; }
        bool beginObject() override { return true; }
        bool name(std::string_view) override { return true; }
        bool endObject() override { return true; }
    } ignore;
    EXPECT_FALSE(parse(std::string(100000, '[') + std::string(100000, ']'), ignore));
}

TEST(JsonParserTest, BrokenValuesAreRefused) {
    for (const std::string& text : brokenValues) {
        EXPECT_TRUE(read(text).problem) << text;
    }
    for (const std::string& text : valuesWithNul) {
        EXPECT_TRUE(read(text).problem) << text;
    }
    EXPECT_EQ(problemIn("").kind, Problem::Kind::Empty);
    EXPECT_EQ(problemIn("  ").kind, Problem::Kind::Truncated);
}

TEST(JsonParserTest, StringsAreDecoded) {
    EXPECT_EQ(read(R"("\"\\\/\b\f\n\r\t")").document, "\"\\/\b\f\n\r\t");
    EXPECT_EQ(read(R"("a\u00e9\u20ac\ud83d\ude00z")").document, "a\u00e9\u20ac\U0001F600z");
    EXPECT_EQ(read("\"plain \xC3\xA9\"").document, "plain \xC3\xA9");
    EXPECT_EQ(read(R"("\u0000")").document, std::string(1, '\0'));
}

TEST(JsonParserTest, HalfASurrogatePairIsShownAsItWasWritten) {
    EXPECT_EQ(read(R"("a\ud800b")").document, R"(a\ud800b)");
    EXPECT_EQ(read(R"("\uDC00\uD834")").document, R"(\udc00\ud834)");
    EXPECT_EQ(read(R"("\ud800\ud83d\ude00")").document, "\\ud800\U0001F600");
    EXPECT_EQ(read(R"("\ud800\u0041")").document, "\\ud800A");
}

TEST(JsonParserTest, AProblemSaysWhatWasExpectedAndFound) {
    EXPECT_EQ(problemIn("hello").sentence, "is not valid JSON: expected a value, found 'hello'");
    EXPECT_EQ(problemIn("[1 2]").sentence, "is not valid JSON: expected a comma or ']', found '2]'");
    EXPECT_EQ(problemIn("{\"a\" 1}").sentence, "is not valid JSON: expected a colon, found '1}'");
    EXPECT_EQ(problemIn("{a}").sentence, "is not valid JSON: expected a name in quotes, found 'a}'");
    EXPECT_EQ(problemIn("[1]\x01").sentence, "is not valid JSON: expected nothing more, found byte 0x01");
    EXPECT_EQ(problemIn("\xFF").sentence, "is not valid JSON: expected a value, found byte 0xff");
    EXPECT_EQ(problemIn("\"\xC3(\"").sentence, "is not valid JSON: expected valid UTF-8, found '(\"'");
}

TEST(JsonParserTest, EveryBeginningOfATextIsCalledTruncated) {
    const std::string whole =
        R"({"a": [-1.5e+3, NaN, -Infinity, true], "b\u00e9": "x\ud83d\ude00\n", "é": {}})";
    ASSERT_FALSE(read(whole).problem);
    for (std::size_t length = 1; length < whole.size(); ++length) {
        const Problem problem = problemIn(whole.substr(0, length));
        EXPECT_EQ(problem.kind, Problem::Kind::Truncated) << whole.substr(0, length);
        EXPECT_EQ(problem.byte, length);
    }
}

TEST(JsonParserTest, CountsAreExact) {
    const auto count = [](std::string_view text) {
        return Number{0.0, text, text.find_first_of(".eE-") == std::string_view::npos}.count();
    };
    EXPECT_THAT(count("18446744073709551615"), Optional(Eq(18446744073709551615ull)));
    EXPECT_THAT(count("0"), Optional(Eq(0ull)));
    EXPECT_EQ(count("18446744073709551616"), std::nullopt);
    EXPECT_EQ(count("-1"), std::nullopt);
    EXPECT_EQ(count("1.0"), std::nullopt);
}

TEST(JsonParserTest, AQuotedTextIsReadBack) {
    std::string text = "\"\\/\u00e9\U0001F600";
    for (char c = 0; c < 0x20; ++c) {
        text += c;
    }
    EXPECT_EQ(nlohmann::json::parse(json::quoted(text)), text);
    EXPECT_EQ(read(json::quoted(text)).document, text);
}

TEST(JsonParserTest, NothingIsSentAfterARefusal) {
    struct RefuseTwo : DocumentBuilder {
        bool number(const Number& number) override {
            ++numbers;
            return number.value != 2.0;
        }
        int numbers = 0;
    } events;
    const auto problem = parse("[1, 2, 3]", events);
    ASSERT_TRUE(problem);
    EXPECT_EQ(problem->kind, Problem::Kind::Refused);
    EXPECT_EQ(events.numbers, 2);
}

} // namespace
} // namespace sextant::json
