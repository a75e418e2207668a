// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/text_report.h"

#include "core/angles/angle_tables.h"
#include "core/report/missing_notes.h"
#include "tests/core/support/made_artifacts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace sextant::report {
namespace {

using test::makeArtifact;
using test::makeGrams;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr artifact::ArtifactShape kShape{3, 2, 2, 8};

std::shared_ptr<artifact::GramFile> sameOperatorEverywhere(artifact::ArtifactShape shape) {
    return makeGrams(shape, [](int l, int) -> Eigen::VectorXd { return Eigen::Vector2d(1.0 + l, 0.0); });
}

TEST(TextReport, IdenticalOperatorsAreAStrongVerdictWithResidualZero) {
    const auto tables = analysis::alignmentTables(makeArtifact(sameOperatorEverywhere(kShape)));
    const std::string text = textReport(*tables, nullptr, LayerIndex{0}, {thirdsOf(3)});
    EXPECT_THAT(text, HasSubstr("    2 +1.0000  +3.000     0.0000\n"));
    EXPECT_THAT(text, HasSubstr("  STRONG: same operator up to scalar across all layers.\n"));
}

TEST(TextReport, WithoutTensorsSaysWhatIsMissing) {
    auto artifact = makeArtifact(sameOperatorEverywhere(kShape));
    artifact->tensorError = Error{ErrorCode::NotFound, "made-eigdirs.pt", {}, "no such file"};
    const std::string text =
        textReport(*analysis::alignmentTables(artifact), nullptr, LayerIndex{0}, {thirdsOf(3)});
    EXPECT_THAT(text, HasSubstr("not available: made-eigdirs.pt: no such file"));
}

TEST(TextReport, OfOneLayerHasNoNeighbours) {
    const auto tables = analysis::alignmentTables(makeArtifact(sameOperatorEverywhere({1, 2, 2, 8})));
    const std::string text = textReport(*tables, nullptr, LayerIndex{0}, {thirdsOf(1)});
    EXPECT_THAT(text, HasSubstr("adjacent layers cos-sim: mean nan  min nan  max nan\n"));
    EXPECT_THAT(text, HasSubstr("adjacent layers: +nan\n"));
}

TEST(TextReport, LeavesANonFiniteHeadOutAndTheNotesSayWhich) {
    const auto grams = sameOperatorEverywhere(kShape);
    grams->gram(LayerIndex{1}, LayerIndex{0}, HeadIndex{1}) = std::numeric_limits<double>::quiet_NaN();
    const auto tables = analysis::alignmentTables(makeArtifact(grams));
    EXPECT_THAT(textReport(*tables, nullptr, LayerIndex{0}, {thirdsOf(3)}), Not(HasSubstr("nan")));
    const std::vector<std::string> notes = missingNotes(*tables, nullptr, LayerIndex{0});
    ASSERT_THAT(notes, SizeIs(1));
    EXPECT_THAT(notes[0], HasSubstr("layer 1, head 1"));
    EXPECT_THAT(missingNotes(*tables, nullptr, LayerIndex{2}), IsEmpty());
}

TEST(MissingNotes, SayNothingOfDirectionsBeyondTheRank) {
    constexpr artifact::ArtifactShape shape{1, 2, 4, 8};
    const auto tensors =
        test::makeTensors(shape, 3, [](int, int) { return test::Directions::Identity(3, 8); },
                          {4, -4, 3, -3, 2, -2, 1, -1, 2, -2, 1e-9, 0, 0, 0, 0, 0});
    const auto tables = analysis::alignmentTables(makeArtifact(sameOperatorEverywhere(shape), tensors));
    const angles::AngleRow row = *angles::angleRow(*tensors, shape, LayerIndex{0}, ThreadBudget(1));
    EXPECT_THAT(missingNotes(*tables, &row, LayerIndex{0}), IsEmpty()) << "a check of the file does, once";
}

TEST(TextReport, BandsAreThirdsOfTheLayers) {
    EXPECT_EQ(thirdsOf(36).first, 12);
    EXPECT_EQ(thirdsOf(36).second, 24);
    EXPECT_EQ(thirdsOf(1).first, 0);
    EXPECT_EQ(thirdsOf(1).second, 0);
}

} // namespace
} // namespace sextant::report
