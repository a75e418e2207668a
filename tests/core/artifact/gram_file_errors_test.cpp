// SPDX-License-Identifier: GPL-3.0-or-later
#include "gram_file_fixture.h"

#include "tests/core/json/json_cases.h"

#include <fmt/format.h>

namespace sextant::artifact {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST_F(GramFileTest, NotJsonNamesTheByte) {
    EXPECT_THAT(readError("hello"), errorIs(ErrorCode::Malformed, "byte 0",
                                            "is not valid JSON: expected a value, found 'hello'"));
    EXPECT_THAT(readError(R"({"a": 1, b})"), errorIs(ErrorCode::Malformed, "byte 9", "b}"));
    EXPECT_THAT(readError(std::string("PK\x03\x04\0\0", 6)),
                errorIs(ErrorCode::Malformed, "byte 0", "found 'PK'"));
    EXPECT_THAT(readError(std::string_view("\xFF\xFE{\0", 4)),
                errorIs(ErrorCode::Malformed, "byte 0", "not valid"));
}

TEST_F(GramFileTest, BytesAreCountedInTheFileAndNotInWhatTheParserSees) {
    EXPECT_THAT(readError(R"({"a": [123456.5, NaN, 1e5], ?})"),
                errorIs(ErrorCode::Malformed, "byte 28", "?}"));
}

TEST_F(GramFileTest, ATruncatedFileSaysWhereItEnds) {
    const std::string whole = object(counts, gram + R"(,"note":"a\"b")");
    ASSERT_TRUE(read(whole));
    for (std::size_t length = 1; length < whole.size(); ++length) {
        ASSERT_THAT(readError(whole.substr(0, length)),
                    errorIs(ErrorCode::Malformed, "byte " + std::to_string(length), "truncated"));
    }
}

TEST_F(GramFileTest, AnEmptyFileIsCalledEmpty) {
    EXPECT_THAT(readError(""), errorIs(ErrorCode::Malformed, "", "empty"));
}

TEST_F(GramFileTest, GarbageAfterTheEndIsRefused) {
    EXPECT_THAT(readError("{} x"), errorIs(ErrorCode::Malformed, "byte 3", "x"));
    EXPECT_EQ(readError(object(counts, gram) + "{}").code, ErrorCode::Malformed);
    EXPECT_EQ(readError(object(counts, gram) + "]").code, ErrorCode::Malformed);
}

TEST_F(GramFileTest, NumbersThatAreNotJsonAreRefused) {
    for (const char* number :
         {"01",   "+1",  ".5",   "1.",  "-",    "--1", "1e",    "1e+", "1.-5", "1-5", "0x10", "1_000",
          "NaNs", "nan", "-NaN", "Inf", "-Inf", "1 2", "1\"\"", "- 1", "1.e5", "00",  "-01",  "1..2"}) {
        const Error error = readError(object(counts, std::string(R"("gram":[[[)") + number + "]]]"));
        EXPECT_EQ(error.code, ErrorCode::Malformed) << number;
        EXPECT_THAT(error.place, HasSubstr("byte ")) << number;
    }
}

/// The four places of an artifact where a number is read, each by another reader or at another depth.
std::vector<std::string> withNumber(const std::string& number) {
    return {object(counts, "\"gram\":[[[4.0],[" + number + "]],[[1.0],[9.0]]]"),
            object(counts, gram + ",\"fro_sq\":[[1],[" + number + "]]"),
            object("\"num_layers\":" + number, R"("num_heads":1,"head_dim":3,"hidden_size":5,)" + gram),
            object(counts, gram + ",\"note\":{\"a\":[" + number + "]}")};
}

TEST_F(GramFileTest, ADigitThatBecameAPointIsNeverAnotherNumber) {
    const std::string text = object(counts, R"("gram":[[[4.0],[12.5.9]],[[1.0],[9.0]]])");
    EXPECT_THAT(readError(text), errorIs(ErrorCode::Malformed, "byte " + std::to_string(text.find(".9]]")),
                                         "is not valid JSON: expected a comma or ']', found '.9]]"));
}

TEST_F(GramFileTest, EveryKindOfBrokenNumberIsRefusedInEveryPlace) {
    for (const std::string& number : json::brokenNumbers) {
        for (const std::string& text : withNumber(number)) {
            const Error error = readError(text);
            // A count refuses what reads as a number of another kind before the byte after it is reached.
            EXPECT_TRUE(error.code == ErrorCode::Malformed || error.place == "num_layers") << text;
        }
    }
}

TEST_F(GramFileTest, EveryKindOfNumberIsReadExactly) {
    for (const json::NumberCase& number : json::validNumbers) {
        const std::vector<std::string> texts = withNumber(std::string(number.text));
        EXPECT_EQ(readOrFail(texts[0]).gram.values()[1], number.value) << number.text;
        EXPECT_EQ((*readOrFail(texts[1]).froSquared)[1], number.value) << number.text;
        EXPECT_EQ(readOrFail(texts[3]).provenance[0].value, fmt::format("{{\"a\":[{}]}}", number.text));
    }
}

TEST_F(GramFileTest, EveryKindOfBrokenValueIsRefusedAsProvenance) {
    for (const auto* cases : {&json::brokenValues, &json::valuesWithNul}) {
        for (const std::string& value : *cases) {
            EXPECT_EQ(readError(object(counts, gram + ",\"note\":[" + value + "]")).code,
                      ErrorCode::Malformed)
                << value;
        }
    }
    for (const std::string& value : json::validValues) {
        EXPECT_EQ(readOrFail(object(counts, gram + ",\"note\":" + value)).provenance.size(), 1u) << value;
    }
}

TEST_F(GramFileTest, HalfASurrogatePairInTheProvenanceIsShownEscaped) {
    const GramFile file = readOrFail(object(counts, gram + R"(,"note":"a\ud800b")"));
    ASSERT_EQ(file.provenance.size(), 1u);
    EXPECT_EQ(file.provenance[0].value, R"("a\\ud800b")");
}

TEST_F(GramFileTest, ANulAfterTheEndIsRefused) {
    const std::string whole = object(counts, gram);
    for (const std::string& tail : {std::string(1, '\0'), std::string("\0{}", 3)}) {
        EXPECT_THAT(readError(whole + tail),
                    errorIs(ErrorCode::Malformed, "byte " + std::to_string(whole.size()), "found byte 0x00"));
    }
}

TEST_F(GramFileTest, InvalidUtf8IsRefusedAtItsByte) {
    EXPECT_THAT(readError("{\"a\":\"\xC3\x28\"}"), errorIs(ErrorCode::Malformed, "byte 7", ""));
}

TEST_F(GramFileTest, AnotherTopLevelIsRefused) {
    for (const char* content : {"[1]", "5", "\"text\"", "null", "NaN"}) {
        EXPECT_THAT(readError(content), errorIs(ErrorCode::Inconsistent, "", "must be an object")) << content;
    }
}

TEST_F(GramFileTest, AMissingKeyIsNamed) {
    EXPECT_THAT(readError("{}"), errorIs(ErrorCode::Inconsistent, "num_layers", "missing"));
    EXPECT_THAT(readError(object(counts)), errorIs(ErrorCode::Inconsistent, "gram", "missing"));
    EXPECT_THAT(readError(object(R"("num_layers":2,"num_heads":1,"head_dim":3)", gram)),
                errorIs(ErrorCode::Inconsistent, "hidden_size", "missing"));
}

TEST_F(GramFileTest, ARepeatedKeyIsRefused) {
    EXPECT_THAT(readError(object(counts, gram + "," + gram)),
                errorIs(ErrorCode::Inconsistent, "gram", "occurs twice"));
}

TEST_F(GramFileTest, CountsMustBeIntegersThatCanBe) {
    const auto withLayers = [](const std::string& value) {
        return object("\"num_layers\":" + value, R"("num_heads":1,"head_dim":3,"hidden_size":5,)" + gram);
    };
    for (const char* value : {"2.0", "2e0", "NaN", "\"2\"", "true", "null", "[2]", "{}"}) {
        EXPECT_THAT(readError(withLayers(value)),
                    errorIs(ErrorCode::Inconsistent, "num_layers", "must be an integer, found "))
            << value;
    }
    for (const char* value : {"0", "-0", "-2", "1000000000", "99999999999999999999999999"}) {
        EXPECT_THAT(readError(withLayers(value)),
                    errorIs(ErrorCode::Inconsistent, "num_layers", "must be from 1 to"))
            << value;
    }
}

TEST_F(GramFileTest, CountsThatTheGramDoesNotHaveAreRefusedWithoutAllocating) {
    EXPECT_THAT(
        readError(object(R"("num_layers":16777216,"num_heads":16777216,"head_dim":3,"hidden_size":5)", gram)),
        errorIs(ErrorCode::Inconsistent, "gram",
                "is 2 x 2 x 1, but must be num_layers 16777216 x num_layers 16777216 x num_heads 16777216"));
}

TEST_F(GramFileTest, ARaggedGramNamesTheIndex) {
    EXPECT_THAT(
        readError(object(counts, R"("gram":[[[4],[1]],[[1],[9,1]]])")),
        errorIs(ErrorCode::Inconsistent, "gram[1][1]", "has 2 entries, but the lists before it have 1"));
    EXPECT_THAT(readError(object(counts, R"("gram":[[[4],[1]],[[1]]])")),
                errorIs(ErrorCode::Inconsistent, "gram[1]", "has 1 entries, but the lists before it have 2"));
}

TEST_F(GramFileTest, AGramOfAnotherDepthNamesTheIndex) {
    EXPECT_THAT(readError(object(counts, R"("gram":[[4,1],[1,9]])")),
                errorIs(ErrorCode::Inconsistent, "gram[0][0]", "must be a list, found 4"));
    EXPECT_THAT(readError(object(counts, R"("gram":[[[4],[[1]]]])")),
                errorIs(ErrorCode::Inconsistent, "gram[0][1][0]", "must be a number, found a list"));
    EXPECT_THAT(readError(object(counts, R"("gram":5)")),
                errorIs(ErrorCode::Inconsistent, "gram", "must be a list"));
    EXPECT_THAT(readError(object(counts, R"("gram":[])")),
                errorIs(ErrorCode::Inconsistent, "gram", "is 0 x 0 x 0, but must be num_layers 2"));
    EXPECT_THAT(readError(object(counts, R"("gram":null)")),
                errorIs(ErrorCode::Inconsistent, "gram", "found null"));
}

TEST_F(GramFileTest, WhatIsNotANumberInTheGramNamesTheIndex) {
    for (const auto& [value, found] : {std::pair{"null", "null"}, std::pair{"true", "true"},
                                       std::pair{"\"1\"", "a string"}, std::pair{"{}", "an object"}}) {
        EXPECT_THAT(readError(object(counts, std::string(R"("gram":[[[4],[)") + value + "]],[[1],[9]]]")),
                    errorIs(ErrorCode::Inconsistent, "gram[0][1][0]",
                            std::string("must be a number, found ") + found));
    }
}

TEST_F(GramFileTest, FroSqMustHaveItsShape) {
    EXPECT_THAT(*readOrFail(object(counts, gram + R"(,"fro_sq":[[1],[2]])")).froSquared,
                ElementsAre(1.0, 2.0));
    EXPECT_THAT(
        readError(object(counts, gram + R"(,"fro_sq":[[1,2],[2,3]])")),
        errorIs(ErrorCode::Inconsistent, "fro_sq", "is 2 x 2, but must be num_layers 2 x num_heads 1"));
    EXPECT_THAT(readError(object(counts, gram + R"(,"fro_sq":[])")),
                errorIs(ErrorCode::Inconsistent, "fro_sq", "0 x 0"));
}

TEST_F(GramFileTest, EigdirsPathMustBeAString) {
    EXPECT_THAT(readError(object(counts, gram + R"(,"eigdirs_path":["a"])")),
                errorIs(ErrorCode::Inconsistent, "eigdirs_path", "must be a string, found a list"));
    EXPECT_THAT(
        readError(object(counts, gram + R"(,"eigdirs_path":")" + std::string(5000, 'x') + '"')),
        errorIs(ErrorCode::Inconsistent, "eigdirs_path", "has 5000 bytes, but a path has at most 4096"));
    EXPECT_THAT(readError(object(counts, gram + R"(,"eigdirs_path":"a.pt\u0000b")")),
                errorIs(ErrorCode::Inconsistent, "eigdirs_path", "contains a NUL"));
}

TEST_F(GramFileTest, EndlessNestingDoesNotExhaustTheStack) {
    const std::string deep(1000000, '[');
    EXPECT_EQ(readError(deep).code, ErrorCode::Inconsistent);
    EXPECT_EQ(readError("{\"gram\":" + deep).code, ErrorCode::Inconsistent);
    EXPECT_EQ(readError("{\"other\":" + deep).code, ErrorCode::Malformed);
    readOrFail(object(counts, gram + ",\"other\":" + deep + std::string(deep.size(), ']')));
}

TEST_F(GramFileTest, AMissingFileAndAFolderAreNamed) {
    const auto missing = readGramFile(folder_ / "absent.json");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    const auto aFolder = readGramFile(folder_);
    ASSERT_FALSE(aFolder);
    EXPECT_EQ(aFolder.error().code, ErrorCode::Unreadable);
}

TEST_F(GramFileTest, AStopRequestIsObeyed) {
    std::stop_source source;
    source.request_stop();
    const auto file = readGramFile(write("x.json", object(counts, gram)), source.get_token());
    ASSERT_FALSE(file);
    EXPECT_EQ(file.error().code, ErrorCode::Cancelled);
}

} // namespace
} // namespace sextant::artifact
