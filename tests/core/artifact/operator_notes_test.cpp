// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/operator_notes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sextant::artifact {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

OperatorNotes notesOf(std::vector<ProvenanceEntry> provenance) {
    GramFile grams;
    grams.provenance = std::move(provenance);
    return operatorNotes(grams);
}

TEST(OperatorNotes, SayThatNothingIsKnownOfASilentArtifact) {
    const OperatorNotes notes = notesOf({});
    EXPECT_EQ(notes.label, "norms unknown, RoPE offset unknown");
    EXPECT_THAT(notes.sentences, ElementsAre(HasSubstr("the input norm, the query norm and the key norm"),
                                             HasSubstr("does not say")));
}

TEST(OperatorNotes, NameTheNormsThatAreNotFolded) {
    const OperatorNotes notes =
        notesOf({{"norms", R"({"input_norm": "folded", "q_norm": "not folded", "k_norm": "not folded"})"},
                 {"rope_offset", "0"}});
    EXPECT_EQ(notes.label, "norms not folded, RoPE at offset 0");
    EXPECT_THAT(notes.sentences,
                ElementsAre(HasSubstr("of the query norm and the key norm are not folded in"),
                            HasSubstr("are those at offset 0")));
}

TEST(OperatorNotes, AreShortWhereAllIsFoldedOrAbsent) {
    const auto norms = [](const std::string& state) {
        return notesOf(
            {{"norms", R"({"input_norm": ")" + state + R"(", "q_norm": "absent", "k_norm": "absent"})"},
             {"rope_offset", "0"}});
    };
    EXPECT_EQ(norms("folded").label, "norms folded, RoPE at offset 0");
    EXPECT_EQ(norms("absent").label, "no norms, RoPE at offset 0");
    EXPECT_THAT(norms("absent").sentences, SizeIs(1));
}

TEST(OperatorNotes, TellOfBiasesThatAreLeftOut) {
    EXPECT_THAT(notesOf({{"biases_ignored", R"(["q_proj.bias"])"}}).label, HasSubstr("biases left out"));
    EXPECT_EQ(notesOf({{"biases_ignored", "[]"}}).label, notesOf({}).label);
}

TEST(OperatorNotes, TakeNonsenseForSilence) {
    for (const char* nonsense : {"", "{", "[1]", "\"none\"", "null", "1e"}) {
        EXPECT_EQ(notesOf({{"norms", nonsense}, {"rope_offset", R"("0")"}, {"biases_ignored", nonsense}})
                      .sentences.size(),
                  std::string(nonsense) == "[1]" ? 3U : 2U)
            << nonsense;
    }
}

} // namespace
} // namespace sextant::artifact
