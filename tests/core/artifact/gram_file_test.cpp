// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/json_value_readers.h"

#include "gram_file_fixture.h"

#include <cmath>
#include <limits>

namespace sextant::artifact {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST_F(GramFileTest, ReadsCountsAndGram) {
    const GramFile file = readOrFail(object(counts, gram));
    EXPECT_EQ(file.shape, (ArtifactShape{2, 1, 3, 5}));
    EXPECT_THAT(file.gram.values(), ElementsAre(4.0, 1.0, 1.0, 9.0));
    EXPECT_EQ(file.gram(LayerIndex{1}, LayerIndex{0}, HeadIndex{0}), 1.0);
    EXPECT_FALSE(file.froSquared);
    EXPECT_FALSE(file.eigdirsPath);
    EXPECT_THAT(file.provenance, IsEmpty());
}

TEST_F(GramFileTest, ReadsAFileOfRealWeights) {
    const auto file = readGramFile(std::filesystem::path(SEXTANT_TEST_DATA) / "artifacts/stories260K.json");
    ASSERT_TRUE(file) << describe(file.error());
    EXPECT_EQ((*file)->shape, (ArtifactShape{5, 8, 8, 64}));
    EXPECT_EQ((*file)->gram.values().size(), 5u * 5u * 8u);
    EXPECT_EQ((*file)->froSquared->size(), 5u * 8u);
    EXPECT_EQ((*file)->modelName(), "stories260K");
    EXPECT_EQ((*file)->eigdirsPath, "stories260K-eigdirs.pt");
}

TEST_F(GramFileTest, TheGramMayComeBeforeTheCounts) {
    EXPECT_EQ(readOrFail(object(gram, counts)).gram.values().size(), 4u);
}

TEST_F(GramFileTest, TheNormsMayComeBeforeTheCounts) {
    const GramFile file = readOrFail(object(R"("fro_sq":[[5],[6]])", gram + "," + counts));
    EXPECT_THAT(file.gram.values(), ElementsAre(4.0, 1.0, 1.0, 9.0));
    EXPECT_THAT(*file.froSquared, ElementsAre(5.0, 6.0));
}

TEST_F(GramFileTest, NumbersBeyondTheCountsAreCountedAndNotKept) {
    NumberTableReader table(1);
    table.expect(2);
    ASSERT_TRUE(table.beginList());
    for (int i = 0; i < 5; ++i) {
        ASSERT_TRUE(table.number({1.0, "1", true}));
    }
    ASSERT_TRUE(table.endList());
    EXPECT_THAT(table.shape(), ElementsAre(5u));
    EXPECT_EQ(table.takeValues().size(), 2u);
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

} // namespace
} // namespace sextant::artifact
