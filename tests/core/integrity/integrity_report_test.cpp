// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/integrity/integrity_report.h"
#include "core/integrity/wording.h"

#include <set>

#include <gmock/gmock.h>

namespace sextant::integrity {
namespace {

using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

artifact::GramFile grams() {
    artifact::GramFile file;
    file.path = "x.json";
    file.shape = {1, 1, 1, 1};
    file.gram = artifact::LayerPairTable(1, 1, 4.0);
    return file;
}

TEST(IntegrityReport, HasEveryCheckOnceAndInItsOrder) {
    const IntegrityReport report = reportOnGrams(grams());
    ASSERT_THAT(report.checks, SizeIs(kCheckCount));
    for (std::size_t i = 0; i < report.checks.size(); ++i) {
        EXPECT_EQ(report.checks[i].id, static_cast<CheckId>(i));
    }
    EXPECT_EQ(report.of(CheckId::GramFinite).severity, Severity::Passed);
    EXPECT_EQ(report.of(CheckId::DirectionsFinite).severity, Severity::NotApplicable);
    EXPECT_EQ(report.worst(), Severity::Passed);
    EXPECT_THAT(report.complaints(), IsEmpty());
}

TEST(IntegrityReport, ComplaintsAreThoseOfASeverityAndWorse) {
    artifact::GramFile file = grams();
    file.gram = artifact::LayerPairTable(1, 1, -4.0);
    IntegrityReport report = reportOnGrams(file);
    report.checks[static_cast<std::size_t>(CheckId::TensorFileBeside)].severity = Severity::Note;
    EXPECT_EQ(report.worst(), Severity::Error);
    ASSERT_THAT(report.complaints(), SizeIs(1));
    EXPECT_EQ(report.complaints().front()->id, CheckId::SquaredNormsPositive);
    EXPECT_THAT(report.complaints(Severity::Note), SizeIs(2));
}

TEST(IntegrityWording, EveryCheckHasNamesAndSentencesOfItsOwn) {
    std::set<std::string_view> keys;
    std::set<std::string_view> titles;
    for (Check check : IntegrityReport().checks) {
        keys.insert(keyOf(check.id));
        titles.insert(titleOf(check.id));
        EXPECT_THAT(sentenceOf(check), Not(IsEmpty())) << "not applicable";
        check.severity = Severity::Passed;
        EXPECT_THAT(sentenceOf(check), Not(IsEmpty())) << "passed";
        check.severity = Severity::Warning;
        check.worst =
            Place{.name = "there", .layer = LayerIndex{}, .otherLayer = LayerIndex{}, .head = HeadIndex{}};
        for (const std::size_t count : {1, 2}) {
            check.count = count;
            const std::string sentence = sentenceOf(check);
            EXPECT_THAT(sentence, Not(IsEmpty())) << "failed";
            EXPECT_THAT(sentence, Not(testing::EndsWith(".")));
            EXPECT_EQ(sentence.find("1 heads"), std::string::npos);
        }
    }
    EXPECT_THAT(keys, SizeIs(kCheckCount));
    EXPECT_THAT(titles, SizeIs(kCheckCount));
}

TEST(IntegrityWording, ADescriptionNamesFileAndPlace) {
    artifact::GramFile file = grams();
    file.gram = artifact::LayerPairTable(1, 1, 0.0);
    const IntegrityReport report = reportOnGrams(file);
    EXPECT_EQ(describe(*report.complaints().front()),
              "x.json: gram[0][0][0]: 1 operator is zero (no norm to divide by), here");
}

} // namespace
} // namespace sextant::integrity
