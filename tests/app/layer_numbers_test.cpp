// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace sextant::test {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

/// An artifact of five layers that are 3, 7, 11, 15 and 19 of their model.
class LayerNumbersOfReports : public testing::Test {
protected:
    LayerNumbersOfReports() {
        std::string text = contentOf(artifact("stories260K"));
        text.insert(text.find('{') + 1, R"("layer_numbers":[3,7,11,15,19],)");
        file_ = folder_.write("some.json", text).string();
        std::filesystem::copy(artifact("stories260K").parent_path() / "stories260K-eigdirs.pt",
                              folder_.path() / "stories260K-eigdirs.pt");
    }

    TemporaryFolder folder_;
    std::string file_;
};

TEST_F(LayerNumbersOfReports, StandBesideTheIndicesInJsonAndCsv) {
    const Outcome json = run({"report", file_, "--format", "json", "--anchor", "7"});
    ASSERT_EQ(json.status, 0) << json.err;
    const nlohmann::json report = nlohmann::json::parse(json.out);
    EXPECT_EQ(report["artifact"]["layer_numbers"], (std::vector<int>{3, 7, 11, 15, 19}));
    EXPECT_EQ(report["anchors"][0]["anchor"], 1);

    const Outcome csv = run({"report", file_, "--format", "csv", "--anchor", "7"});
    EXPECT_THAT(csv.out, StartsWith("model,anchor,layer,head,anchor_number,layer_number,"));
    EXPECT_THAT(csv.out, HasSubstr("\nstories260K,1,4,0,7,19,"));
}

TEST_F(LayerNumbersOfReports, LeaveTheTextAsItIs) {
    EXPECT_EQ(run({"report", file_, "--anchor", "7"}).out,
              run({"report", artifact("stories260K").string(), "--anchor", "1"}).out);
}

TEST_F(LayerNumbersOfReports, AreWhatAnchorsAreNamedBy) {
    EXPECT_EQ(run({"report", file_, "--anchor", "-1"}).out, run({"report", file_, "--anchor", "19"}).out);
    const Outcome wrong = run({"report", file_, "--anchor", "1"});
    EXPECT_EQ(wrong.status, 2);
    EXPECT_THAT(wrong.err, HasSubstr("there is no layer '1': the artifact has layers 3, 7, 11, 15, 19"));
    EXPECT_THAT(run({"report", file_, "--anchors", "3,4"}).err, HasSubstr("there is no layer '4'"));
}

TEST_F(LayerNumbersOfReports, AreTheIndicesOfAnyOtherArtifact) {
    const Outcome json = run({"report", artifact("stories260K").string(), "--format", "json"});
    EXPECT_EQ(nlohmann::json::parse(json.out)["artifact"]["layer_numbers"],
              (std::vector<int>{0, 1, 2, 3, 4}));
    EXPECT_THAT(run({"report", artifact("stories260K").string(), "--format", "csv"}).out,
                testing::Not(HasSubstr("layer_number")));
}

} // namespace
} // namespace sextant::test
