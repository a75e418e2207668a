#include "core/artifact/artifact_reader.h"
#include "core/artifact/json_value_readers.h"

#include "temporary_folder.h"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

namespace sextant {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;
using testing::IsEmpty;

/// Two layers, one head; the keys around the gram can be replaced.
const std::string counts = R"("num_layers":2,"num_heads":1,"head_dim":3,"hidden_size":5)";
const std::string gram = R"("gram":[[[4.0],[1.0]],[[1.0],[9.0]]])";

std::string object(const std::string& members) {
    return "{" + members + "}";
}
std::string object(const std::string& first, const std::string& second) {
    return object(first + "," + second);
}

class GramFileTest : public TemporaryFolderTest {
protected:
    Result<std::shared_ptr<const GramFile>> read(std::string_view content) const {
        return readGramFile(write("x.json", content));
    }
    GramFile readOrFail(std::string_view content) const {
        const auto file = read(content);
        EXPECT_TRUE(file) << describe(file.error());
        return file ? **file : GramFile{};
    }
    Error readError(std::string_view content) const {
        const auto file = read(content);
        EXPECT_FALSE(file) << "was read";
        return file ? Error{} : file.error();
    }
};

auto errorIs(ErrorCode code, const std::string& place, const std::string& sentence) {
    return AllOf(Field(&Error::code, code), Field(&Error::place, place),
                 Field(&Error::sentence, HasSubstr(sentence)));
}
auto warningIs(const std::string& place, const std::string& sentence) {
    return AllOf(Field(&Warning::place, place), Field(&Warning::sentence, HasSubstr(sentence)));
}

TEST_F(GramFileTest, ReadsCountsAndGram) {
    const GramFile file = readOrFail(object(counts, gram));
    EXPECT_EQ(file.shape, (ArtifactShape{2, 1, 3, 5}));
    EXPECT_THAT(file.gram.values(), ElementsAre(4.0, 1.0, 1.0, 9.0));
    EXPECT_EQ(file.gram(LayerIndex{1}, LayerIndex{0}, HeadIndex{0}), 1.0);
    EXPECT_FALSE(file.froSquared);
    EXPECT_FALSE(file.eigdirsPath);
    EXPECT_THAT(file.provenance, IsEmpty());
    EXPECT_THAT(file.warnings, IsEmpty());
}

TEST_F(GramFileTest, ReadsAFileOfRealWeights) {
    const auto file = readGramFile(std::filesystem::path(SEXTANT_TEST_DATA) / "artifacts/stories260K.json");
    ASSERT_TRUE(file) << describe(file.error());
    EXPECT_EQ((*file)->shape, (ArtifactShape{5, 8, 8, 64}));
    EXPECT_EQ((*file)->gram.values().size(), 5u * 5u * 8u);
    EXPECT_EQ((*file)->froSquared->size(), 5u * 8u);
    EXPECT_EQ((*file)->modelName(), "stories260K");
    EXPECT_EQ((*file)->eigdirsPath, "stories260K-eigdirs.pt");
    EXPECT_THAT((*file)->warnings, IsEmpty());
}

TEST_F(GramFileTest, TheGramMayComeBeforeTheCounts) {
    EXPECT_EQ(readOrFail(object(gram, counts)).gram.values().size(), 4u);
}

TEST_F(GramFileTest, OneLayerAndOneHeadAreEnough) {
    const GramFile file =
        readOrFail(R"({"num_layers":1,"num_heads":1,"head_dim":1,"hidden_size":1,"gram":[[[2]]]})");
    EXPECT_EQ(file.shape, (ArtifactShape{1, 1, 1, 1}));
}

TEST_F(GramFileTest, NumbersAreReadExactly) {
    const GramFile file = readOrFail(
        object(counts, R"("gram":[[[0.1],[1.7976931348623157e308]],[[-4.9e-324],[12345678901234567890]]])"));
    EXPECT_THAT(file.gram.values(),
                ElementsAre(0.1, std::numeric_limits<double>::max(),
                            -std::numeric_limits<double>::denorm_min(), 12345678901234567890.0));
}

TEST_F(GramFileTest, ReadsPythonsWordsForNonFiniteNumbers) {
    const GramFile file =
        readOrFail(object(counts, R"("gram":[[[NaN],[Infinity]],[[ -Infinity ],[1e999]]])"));
    EXPECT_TRUE(std::isnan(file.gram.values()[0]));
    EXPECT_EQ(file.gram.values()[1], HUGE_VAL);
    EXPECT_EQ(file.gram.values()[2], -HUGE_VAL);
    EXPECT_EQ(file.gram.values()[3], HUGE_VAL) << "a number too large for a double is infinite";
    EXPECT_THAT(file.warnings, ElementsAre(warningIs(
                                   "gram[0][0][0]", "4 of 4 values are not finite, the first of them here")));
}

TEST_F(GramFileTest, ANumberTooSmallForADoubleIsZero) {
    EXPECT_EQ(readOrFail(object(counts, R"("gram":[[[4],[1e-999]],[[-1e-999],[9]]])")).gram.values()[1], 0.0);
}

TEST_F(GramFileTest, WordsAndDigitsInStringsStayAsTheyAre) {
    const GramFile file = readOrFail(object(counts, gram + R"(,"note":"NaN \"Infinity\" 12 \\","NaN":1)"));
    ASSERT_EQ(file.provenance.size(), 2u);
    EXPECT_EQ(file.provenance[0].value, R"("NaN \"Infinity\" 12 \\")");
    EXPECT_EQ(file.provenance[1].key, "NaN");
}

TEST_F(GramFileTest, UnknownKeysAreKeptInTheirOrderAsCompactText) {
    const GramFile file = readOrFail(object(
        R"("model": "m\u00e9", "num_kv_heads": 4, "b": [ 1, {"a": null, "c": []}, 1.50, NaN, true ], "o": { })",
        counts + "," + gram));
    ASSERT_EQ(file.provenance.size(), 4u);
    EXPECT_EQ(file.provenance[0].key, "model");
    EXPECT_EQ(file.provenance[1].value, "4");
    EXPECT_EQ(file.provenance[2].value, R"([1,{"a":null,"c":[]},1.50,NaN,true])")
        << "numbers as they were written";
    EXPECT_EQ(file.provenance[3].value, "{}");
    EXPECT_EQ(file.modelName(), "m\u00e9");
}

TEST_F(GramFileTest, AHugeUnknownValueIsNotKept) {
    const std::string huge = "\"" + std::string(CompactTextReader::limit, 'x') + "\"";
    const GramFile file =
        readOrFail(object(counts, gram + ",\"a\":" + huge + ",\"b\":[" + huge + ",2],\"c\":3"));
    EXPECT_THAT(file.provenance[0].value, HasSubstr("not kept"));
    EXPECT_THAT(file.provenance[1].value, HasSubstr("not kept"));
    EXPECT_EQ(file.provenance[2].value, "3");
}

TEST_F(GramFileTest, TheModelIsNamedAfterTheFileWhenTheFileDoesNotSay) {
    EXPECT_EQ(readOrFail(object(counts, gram)).modelName(), "x");
    EXPECT_EQ(readOrFail(object(counts, gram + R"(,"model":7)")).modelName(), "x");
}

TEST_F(GramFileTest, OptionalKeysMayBeNull) {
    const GramFile file = readOrFail(object(counts, gram + R"(,"fro_sq":null,"eigdirs_path":null)"));
    EXPECT_FALSE(file.froSquared);
    EXPECT_FALSE(file.eigdirsPath);
}

TEST_F(GramFileTest, AByteOrderMarkIsSkipped) {
    readOrFail("\xEF\xBB\xBF" + object(counts, gram));
}

TEST_F(GramFileTest, NotJsonNamesTheByte) {
    EXPECT_THAT(readError("hello"), errorIs(ErrorCode::Malformed, "byte 0", "is not valid JSON here: hello"));
    EXPECT_THAT(readError(R"({"a": 1, b})"), errorIs(ErrorCode::Malformed, "byte 9", "b}"));
    EXPECT_THAT(readError(std::string("PK\x03\x04\0\0", 6)),
                errorIs(ErrorCode::Malformed, "byte 0", "PK????"));
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

TEST_F(GramFileTest, AnAsymmetricGramIsAWarning) {
    EXPECT_THAT(
        readOrFail(object(counts, R"("gram":[[[4],[1]],[[1.5],[9]]])")).warnings,
        ElementsAre(warningIs("gram[0][1][0]", "not symmetric in 1 pairs; the largest difference is 0.5, to "
                                               "gram[1][0][0]")));
    EXPECT_THAT(readOrFail(object(counts, R"("gram":[[[4],[1]],[[1.000001],[9]]])")).warnings, IsEmpty())
        << "rounding in single precision is nothing to warn of";
}

TEST_F(GramFileTest, AZeroOperatorIsAWarning) {
    EXPECT_THAT(readOrFail(object(counts, R"("gram":[[[4],[0]],[[0],[0]]])")).warnings,
                ElementsAre(warningIs("gram[1][1][0]", "1 operators are zero")));
}

TEST_F(GramFileTest, ANegativeSquaredNormIsAWarning) {
    EXPECT_THAT(readOrFail(object(counts, R"("gram":[[[4],[0]],[[0],[-1]]])")).warnings,
                ElementsAre(warningIs("gram[1][1][0]", "1 squared norms are negative")));
}

TEST_F(GramFileTest, ACosineBeyondOneIsAWarning) {
    EXPECT_THAT(readOrFail(object(counts, R"("gram":[[[4],[6.1]],[[6.1],[9]]])")).warnings,
                ElementsAre(warningIs("gram[0][1][0]", "2 cosines exceed 1 in magnitude")));
    EXPECT_THAT(readOrFail(object(counts, R"("gram":[[[4],[6.000001]],[[6.000001],[9]]])")).warnings,
                IsEmpty());
}

TEST_F(GramFileTest, NonFiniteFroSqIsAWarning) {
    EXPECT_THAT(readOrFail(object(counts, gram + R"(,"fro_sq":[[1],[NaN]])")).warnings,
                ElementsAre(warningIs("fro_sq[1][0]", "1 values are not finite")));
}

} // namespace
} // namespace sextant
