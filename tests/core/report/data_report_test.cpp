// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/integrity/integrity_report.h"
#include "core/report/csv_report.h"
#include "core/report/json_report.h"
#include "tests/core/support/made_artifacts.h"

#include <nlohmann/json.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <sstream>

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

namespace sextant::report {
namespace {

using test::makeArtifact;
using test::makeGrams;
using testing::HasSubstr;

constexpr artifact::ArtifactShape kShape{3, 2, 2, 8};

ReportSource sourceOf(std::shared_ptr<artifact::GramFile> grams) {
    const auto integrity =
        std::make_shared<const integrity::IntegrityReport>(integrity::reportOnGrams(*grams));
    return {analysis::alignmentTables(makeArtifact(std::move(grams))),
            {LayerIndex{0}, LayerIndex{2}},
            [](LayerIndex) { return nullptr; },
            integrity,
            thirdsOf(3),
            "Sextant"};
}

std::shared_ptr<artifact::GramFile> grams() {
    auto made =
        makeGrams(kShape, [](int l, int h) -> Eigen::VectorXd { return Eigen::Vector2d(1.0, l + h / 3.0); });
    made->gram(LayerIndex{1}, LayerIndex{0}, HeadIndex{1}) = std::numeric_limits<double>::quiet_NaN();
    made->provenance = {{"model", R"("a \"quoted\", name")"}, {"topk", "8"}};
    return made;
}

std::string csv() {
    std::ostringstream out;
    writeCsvReport(out, sourceOf(grams()));
    return out.str();
}

nlohmann::json json() {
    std::ostringstream out;
    writeJsonReport(out, sourceOf(grams()));
    return nlohmann::json::parse(out.str());
}

TEST(JsonReport, GivesEveryNumberBackExactly) {
    const nlohmann::json report = json();
    const auto tables = sourceOf(grams()).tables;
    const nlohmann::json& cosine = report["anchors"][1]["quantities"]["operator_cosine"]["per_layer_head"];
    EXPECT_EQ(cosine[1][1].get<double>(), tables->operatorCosine(LayerIndex{1}, LayerIndex{2}, HeadIndex{1}));
    EXPECT_EQ(report["anchors"][1]["anchor"], 2);
}

TEST(JsonReport, AMissingValueIsNullAndLeftOutOfTheMean) {
    const nlohmann::json report = json();
    const nlohmann::json& cosine = report["anchors"][0]["quantities"]["operator_cosine"];
    EXPECT_TRUE(cosine["per_layer_head"][1][1].is_null());
    EXPECT_EQ(cosine["mean_over_heads"][1], cosine["per_layer_head"][1][0]);
}

TEST(JsonReport, AnInfiniteGramIsMissingToo) {
    const auto made = grams();
    made->gram(LayerIndex{1}, LayerIndex{0}, HeadIndex{1}) = std::numeric_limits<double>::infinity();
    std::ostringstream out;
    writeJsonReport(out, sourceOf(made));
    const nlohmann::json gram = nlohmann::json::parse(out.str())["anchors"][0]["quantities"]["gram"];
    EXPECT_TRUE(gram["per_layer_head"][1][1].is_null());
    EXPECT_EQ(gram["mean_over_heads"][1], gram["per_layer_head"][1][0]);
}

TEST(Reports, NameWhatTheArtifactLacksAndHoldNothingThere) {
    const nlohmann::json anchor = json()["anchors"][0];
    const std::string header = csv().substr(0, csv().find('\n'));
    for (const std::string name : {"spectral_floor", "signed_spectral_cosine", "singular_value_cosine",
                                   "symmetric_share", "matching_index", "principal_cosine_mean"}) {
        const nlohmann::json& quantity = anchor["quantities"][name];
        EXPECT_EQ(quantity["mean_over_heads"], nlohmann::json::array({nullptr, nullptr, nullptr})) << name;
        ASSERT_EQ(quantity["per_layer_head"].size(), 3U) << name;
        EXPECT_EQ(quantity["per_layer_head"][0], nlohmann::json::array({nullptr, nullptr})) << name;
        EXPECT_THAT(header, HasSubstr(',' + name + ','));
        for (const std::string reference : {"isotropic", "same_spectrum", "other_heads"}) {
            EXPECT_TRUE(anchor["evidence"][name][reference]["mean"].is_null()) << name;
            EXPECT_TRUE(anchor["evidence"][name][reference].contains("why_not")) << name;
            for (const std::string column : {".mean", ".sd", ".z"}) {
                EXPECT_THAT(header, HasSubstr(",evidence." + name + '.' + reference + column));
            }
        }
    }
    EXPECT_EQ(anchor["evidence"]["singular_value_cosine"]["other_heads"]["why_not"],
              "The artifact holds no singular values; a new measurement of the model records them.");
    EXPECT_THAT(header, HasSubstr(",verdict.grade_without_anchor,verdict.r_squared,"
                                  "verdict.negative_scale_share,verdict.above_other_heads"));
}

TEST(JsonReport, SaysWhatTheOperatorsLeaveOut) {
    EXPECT_EQ(json()["artifact"]["norms"]["input_norm"], "unknown");
    EXPECT_EQ(json()["anchors"][0]["summary"]["verdict"]["notice"], "norms unknown, RoPE offset unknown");
    const auto made = grams();
    made->provenance.push_back({"norms", R"({"input_norm": "not folded", "q_norm": "absent"})"});
    made->provenance.push_back({"rope_offset", "0"});
    std::ostringstream out;
    writeJsonReport(out, sourceOf(made));
    const nlohmann::json report = nlohmann::json::parse(out.str());
    EXPECT_EQ(report["artifact"]["norms"]["input_norm"], "not folded");
    EXPECT_EQ(report["artifact"]["norms"]["k_norm"], "unknown");
    EXPECT_EQ(report["artifact"]["notices"].size(), 3U);
    EXPECT_EQ(report["anchors"][0]["summary"]["verdict"]["notice"], "norms not folded, RoPE at offset 0");
}

using JsonReportDeathTest = testing::Test;

/// In a library's ordered object each key would be compared with all before it: 2e11 comparisons. Whether
/// they are made is told by a limit of the processor's time that the linear way stays far below, and that
/// they exceed severalfold.
TEST_F(JsonReportDeathTest, DoesNotCompareEachKeyWithAllBeforeIt) {
    const auto made = grams();
    for (int i = 0; i < 600'000; ++i) {
        made->provenance.push_back({fmt::format("key{:06}", i), "0"});
    }
    const ReportSource source = sourceOf(made);
    const auto write = [&source] {
        const rlimit limit{120, 120}; // seconds of the processor's time, however busy the machine is
        ::setrlimit(RLIMIT_CPU, &limit);
        std::ostringstream out;
        writeJsonReport(out, source);
        const bool isWhole = out.str().find(R"("key599999":0})") != std::string::npos;
        ::_exit(isWhole ? 0 : 1);
    };
    EXPECT_EXIT(write(), testing::ExitedWithCode(0), "");
}

TEST(JsonReport, ExplainsEveryQuantityItHolds) {
    const nlohmann::json report = json();
    for (const auto& [name, values] : report["anchors"][0]["quantities"].items()) {
        EXPECT_TRUE(report["quantities"].contains(name)) << name;
    }
    EXPECT_EQ(report["artifact"]["provenance"]["topk"], 8);
}

TEST(CsvReport, HasALineForEveryHeadAndOneForTheirMean) {
    const std::string text = csv();
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1 + 2 * 3 * (2 + 1));
    EXPECT_THAT(text, testing::StartsWith("model,anchor,layer,head,gram,operator_cosine"));
    EXPECT_THAT(text, HasSubstr("\"a \"\"quoted\"\", name\",0,1,mean,"));
}

/// The first field of the line of the first layer and head, for a model of this name.
std::string csvNameOf(const std::string& name) {
    auto made = grams();
    made->provenance = {{"model", nlohmann::json(name).dump()}};
    std::ostringstream out;
    writeCsvReport(out, sourceOf(made));
    const std::string text = out.str();
    const std::size_t begin = text.find('\n') + 1;
    return text.substr(begin, text.find(",0,0,0,", begin) - begin);
}

TEST(CsvReport, EscapesWhatANameWouldDoToATerminal) {
    EXPECT_EQ(csvNameOf("two\nlines\u001b[2J\u202e"), R"(two\nlines\u001b[2J\u202e)");
}

TEST(CsvReport, ShortensANameThatWouldStandInEveryLine) {
    const std::string name = csvNameOf(std::string(100000, 'x'));
    EXPECT_LT(name.size(), 1100u);
    EXPECT_THAT(name, testing::StartsWith("xxx"));
}

TEST(CsvReport, AMissingValueIsAnEmptyCell) {
    EXPECT_THAT(csv(), HasSubstr(",0,1,1,,,,,"));
}

} // namespace
} // namespace sextant::report
