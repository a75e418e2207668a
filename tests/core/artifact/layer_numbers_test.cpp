// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/layer_numbers.h"

#include "gram_file_fixture.h"

namespace sextant::artifact {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::HasSubstr;

class LayerNumbersTest : public GramFileTest {
protected:
    std::string complaintAbout(const std::string& numbers) {
        return describe(readError(object(counts, gram + R"(,"layer_numbers":)" + numbers)));
    }
};

TEST_F(LayerNumbersTest, SayWhichLayersOfTheModelTheRowsAre) {
    const GramFile file = readOrFail(object(R"("layer_numbers":[3,7])", counts + "," + gram));
    EXPECT_FALSE(file.layerNumbers.areIndices());
    EXPECT_EQ(file.layerNumbers.of(LayerIndex{0}), 3);
    EXPECT_EQ(file.layerNumbers.of(LayerIndex{1}), 7);
    EXPECT_EQ(file.layerNumbers.find(7, 2), LayerIndex{1});
    EXPECT_EQ(file.layerNumbers.find(1, 2), std::nullopt);
    EXPECT_THAT(file.provenance, ElementsAre(Field(&ProvenanceEntry::key, "layer_numbers")));
}

TEST_F(LayerNumbersTest, AreTheIndicesWhereNothingElseIsSaid) {
    for (const std::string& text : {object(counts, gram), object(counts, gram + R"(,"layer_numbers":null)"),
                                    object(counts, gram + R"(,"layer_numbers":[0,1])")}) {
        const GramFile file = readOrFail(text);
        EXPECT_TRUE(file.layerNumbers.areIndices());
        EXPECT_EQ(file.layerNumbers.of(LayerIndex{1}), 1);
        EXPECT_EQ(file.layerNumbers.find(1, 2), LayerIndex{1});
        EXPECT_EQ(file.layerNumbers.find(2, 2), std::nullopt);
        EXPECT_EQ(file.layerNumbers.find(-1, 2), std::nullopt);
    }
}

TEST_F(LayerNumbersTest, OneThatIsNotAListOfIncreasingNumbersIsRefused) {
    EXPECT_THAT(complaintAbout("7"), HasSubstr("layer_numbers: must be a list of 2 integers"));
    EXPECT_THAT(complaintAbout("{\"0\":3}"), HasSubstr("must be a list of 2 integers"));
    EXPECT_THAT(complaintAbout("[3]"),
                HasSubstr("has 1 numbers, but must have one for each of the 2 layers"));
    EXPECT_THAT(complaintAbout("[]"), HasSubstr("has 0 numbers"));
    EXPECT_THAT(complaintAbout("[3,7,9]"), HasSubstr("has 3 numbers"));
    EXPECT_THAT(complaintAbout("[3,3]"),
                HasSubstr("layer_numbers[1]: is 3, but must be more than the one before, 3"));
    EXPECT_THAT(complaintAbout("[-1,3]"), HasSubstr("layer_numbers[0]: must not be negative"));
    EXPECT_THAT(complaintAbout("[0,1.5]"), HasSubstr("layer_numbers[1]: must be an integer"));
    EXPECT_THAT(complaintAbout("[0,\"1\"]"), HasSubstr("layer_numbers[1]: must be an integer"));
    EXPECT_THAT(complaintAbout("[0,null]"), HasSubstr("layer_numbers[1]: must be an integer"));
    EXPECT_THAT(complaintAbout("[0,NaN]"), HasSubstr("layer_numbers"));
    EXPECT_THAT(complaintAbout("[0,99999999999999999999]"),
                HasSubstr("layer_numbers[1]: must be an integer"));
    EXPECT_THAT(complaintAbout(R"([3,7],"layer_numbers":[3,7])"), HasSubstr("occurs twice"));
}

} // namespace
} // namespace sextant::artifact
