// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>

namespace sextant::test {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

const std::string stories = artifact("stories260K").string();

std::vector<std::string> split(const std::string& text, char separator) {
    std::vector<std::string> parts;
    std::string part;
    std::istringstream stream(text);
    while (std::getline(stream, part, separator)) {
        parts.push_back(part);
    }
    return parts;
}

TEST(Report, TakesTheLastLayerAsItsAnchorUnlessTold) {
    EXPECT_EQ(run({"report", stories}).out, run({"report", stories, "--anchor", "4"}).out);
    EXPECT_EQ(run({"report", stories, "--anchor", "-1"}).out, run({"report", stories, "--anchor", "4"}).out);
    EXPECT_NE(run({"report", stories, "--anchor", "3"}).out, run({"report", stories, "--anchor", "4"}).out);
}

TEST(Report, DividesTheLayersInThirdsUnlessTold) {
    const std::string text = run({"report", artifact("kwt1_1head").string()}).out; // 12 layers
    EXPECT_EQ(text, run({"report", artifact("kwt1_1head").string(), "--bands", "4,8"}).out);
    EXPECT_NE(text, run({"report", artifact("kwt1_1head").string(), "--bands", "12,24"}).out);
}

TEST(Report, TakesOptionsBeforeTheFileToo) {
    const Outcome outcome = run({"report", "--bands", "12,24", stories, "--anchor", "0"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(outcome.out, run({"report", stories, "--anchor", "0", "--bands", "12,24"}).out);
}

TEST(Report, BandsMustBeTwoIncreasingLayers) {
    for (const char* bands : {"12", "24,12", "-1,2", "1,2,3", "a,b", ",", "99999999999,2"}) {
        const Outcome outcome = run({"report", stories, "--bands", bands});
        EXPECT_EQ(outcome.status, 2) << bands;
        EXPECT_THAT(outcome.err, HasSubstr(bands));
    }
}

TEST(Report, RunsTwiceToTheSameBytes) {
    for (const char* format : {"text", "json", "csv"}) {
        const Outcome first = run({"report", stories, "--format", format, "--anchor", "all"});
        EXPECT_EQ(first.status, 0) << first.err;
        EXPECT_EQ(first.out, run({"report", stories, "--format", format, "--anchor", "all"}).out) << format;
    }
}

TEST(Report, FullTextBeginsWithTheScriptsAndAddsTheSpectrum) {
    const std::string plain = run({"report", stories, "--bands", "12,24"}).out;
    const std::string full = run({"report", stories, "--bands", "12,24", "--full"}).out;
    EXPECT_EQ(full.substr(0, plain.size()), plain);
    EXPECT_GT(full.size(), plain.size());
    EXPECT_THAT(full.substr(std::min(plain.size(), full.size())), HasSubstr("pectral"));
}

TEST(Report, JsonHoldsEveryAnchorWithTheNumbersOfTheText) {
    const Outcome outcome = run({"report", stories, "--format", "json", "--anchor", "all"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    const nlohmann::json report = nlohmann::json::parse(outcome.out);
    EXPECT_EQ(report["artifact"]["model"], "stories260K");
    ASSERT_EQ(report["anchors"].size(), 5u);
    const nlohmann::json& last = report["anchors"][4];
    EXPECT_EQ(last["anchor"], 4);
    EXPECT_EQ(last["summary"]["verdict"]["grade"], "WEAK");
    EXPECT_NEAR(last["summary"]["verdict"]["mean_cosine"], 0.2300, 5e-5);
    const nlohmann::json& quantities = last["quantities"];
    EXPECT_NEAR(quantities["operator_cosine"]["mean_over_heads"][3], 0.0829, 5e-5);
    EXPECT_NEAR(quantities["operator_residual"]["mean_over_heads"][3], 0.9954, 5e-5);
    EXPECT_NEAR(quantities["principal_cosine_mean"]["mean_over_heads"][0], 0.3256, 5e-5);
    EXPECT_NEAR(quantities["principal_cosine_min"]["mean_over_heads"][0], 0.0361, 5e-5);
    EXPECT_NEAR(quantities["first_overlap"]["mean_over_heads"][0], 0.0057, 5e-5);
    for (const auto& [name, quantity] : quantities.items()) {
        EXPECT_TRUE(report["quantities"].contains(name)) << name << " is not explained";
        ASSERT_EQ(quantity["per_layer_head"].size(), 5u) << name;
        EXPECT_THAT(quantity["per_layer_head"], Each(SizeIs(8))) << name;
    }
}

TEST(Report, JsonListsEveryCheckPassedOnesToo) {
    const nlohmann::json sound = nlohmann::json::parse(run({"report", stories, "--format", "json"}).out);
    EXPECT_THAT(sound["artifact"]["warnings"], IsEmpty());
    const nlohmann::json& checks = sound["artifact"]["integrity"];
    EXPECT_THAT(checks, SizeIs(17));
    for (const nlohmann::json& check : checks) {
        if (check["severity"] == "not applicable") { // the demo has none of the optional tensors
            EXPECT_EQ(check["of"], 0) << check;
            continue;
        }
        EXPECT_EQ(check["severity"], "passed") << check;
        EXPECT_EQ(check["count"], 0) << check;
        EXPECT_GT(check["of"], 0) << check;
        EXPECT_EQ(check["sampled"], false) << check;
        EXPECT_TRUE(check["place"].is_null()) << check;
    }
    EXPECT_EQ(checks[0]["check"], "gram_finite");
    EXPECT_EQ(checks[0]["sentence"], "every value is finite (200 values examined)");
}

TEST(Report, JsonSaysWhatAnArtifactDoesNotPassAndWhere) {
    const TemporaryFolder folder;
    const auto file = folder.write(
        "x.json",
        R"({"num_layers":2,"num_heads":1,"head_dim":1,"hidden_size":2,"gram":[[[4],[9]],[[9],[4]]]})");
    const Outcome outcome = run({"report", file.string(), "--format", "json"});
    const std::string complaint =
        "x.json: gram[0][1][0]: 2 cosines exceed 1 in magnitude; the largest, here, is 2.25";
    EXPECT_THAT(outcome.err, HasSubstr("sextant: warning: " + folder.path().string() + "/" + complaint));
    const nlohmann::json artifact = nlohmann::json::parse(outcome.out)["artifact"];
    ASSERT_THAT(artifact["warnings"], SizeIs(1));
    EXPECT_THAT(artifact["warnings"][0].get<std::string>(), HasSubstr(complaint));
    const nlohmann::json& check = artifact["integrity"][4];
    EXPECT_EQ(check["check"], "cosines_within_one");
    EXPECT_EQ(check["severity"], "error");
    EXPECT_EQ(check["count"], 2);
    EXPECT_EQ(check["of"], 2);
    EXPECT_EQ(
        check["place"],
        nlohmann::json::parse(R"({"name":"gram[0][1][0]","layer":0,"other_layer":1,"head":0,"value":2.25})"));
    EXPECT_EQ(artifact["integrity"][12]["severity"], "not applicable");
}

TEST(Report, SaysOnceThatTheTensorFileLiesElsewhere) {
    const TemporaryFolder folder;
    std::string json = contentOf(stories);
    const std::string name = "stories260K-eigdirs.pt";
    const auto tensors = artifact("stories260K").parent_path() / name;
    json.replace(json.find(name), name.size(), tensors.string());
    const Outcome outcome = run({"report", folder.write("x.json", json).string()});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_EQ(outcome.err, "sextant: note: " + tensors.string() +
                               ": eigdirs_path leads out of the artifact's folder to this tensor file\n");
    EXPECT_THAT(run({"report", stories}).err, IsEmpty());
}

TEST(Report, JsonKeepsTensOfThousandsOfKeys) {
    const TemporaryFolder folder;
    std::string json = R"({"num_layers":1,"num_heads":1,"head_dim":1,"hidden_size":2,"gram":[[[4]]])";
    std::string provenance = R"("provenance":{)";
    for (int i = 0; i < 60'000; ++i) {
        const std::string key = "\"key" + std::to_string(i) + "\":";
        json += ',' + key + std::to_string(i);
        provenance += (i > 0 ? "," : "") + key + (i == 7 ? "\"again\"" : std::to_string(i));
    }
    const auto file = folder.write("x.json", json + R"(,"key7":"again"})");
    const Outcome outcome = run({"report", file.string(), "--format", "json"});
    EXPECT_TRUE(outcome.out.find(provenance + "}") != std::string::npos)
        << "the last of equal keys counts, at the place of the first";
}

TEST(Report, CsvHasALineForEveryAnchorLayerAndHeadAndTheirMean) {
    const Outcome outcome = run({"report", stories, "--format", "csv", "--anchor", "all"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    const std::vector<std::string> lines = split(outcome.out, '\n');
    ASSERT_EQ(lines.size(), 1u + 5u * 5u * (8u + 1u));
    const std::size_t fields = split(lines.front(), ',').size();
    EXPECT_THAT(lines.front(), HasSubstr("operator_cosine"));
    for (const std::string& line : lines) {
        EXPECT_EQ(split(line + ",end", ',').size(), fields + 1) << line;
    }
}

TEST(Report, CsvAndJsonAgreeToTheLastBit) {
    const nlohmann::json report = nlohmann::json::parse(run({"report", stories, "--format", "json"}).out);
    const std::vector<std::string> lines = split(run({"report", stories, "--format", "csv"}).out, '\n');
    const std::vector<std::string> names = split(lines.front(), ',');
    ASSERT_GT(lines.size(), 2u);
    const std::vector<std::string> second =
        split(lines[2] + ',', ','); // layer 0, head 1; its last field is empty
    ASSERT_EQ(second.size(), names.size());
    for (std::size_t i = 4; i < names.size() && !names[i].starts_with("evidence."); ++i) {
        const nlohmann::json& value = report["anchors"][0]["quantities"][names[i]]["per_layer_head"][0][1];
        if (value.is_null()) { // the demo has no singular values
            EXPECT_EQ(second[i], "") << names[i];
        } else {
            EXPECT_EQ(std::stod(second[i]), value.get<double>()) << names[i];
        }
    }
}

TEST(Report, AllAnchorsAreTheSingleOnesOneAfterTheOther) {
    const std::string all = run({"report", stories, "--anchor", "all"}).out;
    std::size_t from = 0;
    for (int anchor = 0; anchor < 5; ++anchor) {
        const std::string one = run({"report", stories, "--anchor", std::to_string(anchor)}).out;
        const std::size_t found = all.find(one, from);
        ASSERT_NE(found, std::string::npos) << "anchor " << anchor;
        from = found + one.size();
    }
}

TEST(Report, WithoutTheTensorFileGivesWhatTheGramsTellAndFails) {
    const TemporaryFolder folder;
    const std::filesystem::path alone = folder.write("alone.json", contentOf(stories));
    const Outcome outcome = run({"report", alone.string(), "--bands", "12,24"});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, HasSubstr("stories260K-eigdirs.pt"));
    const std::string whole = contentOf(artifact("stories260K").replace_extension("anchor-1.txt"));
    const std::string grams = whole.substr(0, whole.find("=== (c)"));
    EXPECT_EQ(outcome.out.substr(0, grams.size()), grams);
}

TEST(Report, WritesToAFileWhenTold) {
    const TemporaryFolder folder;
    const std::filesystem::path file = folder.path() / "report.txt";
    const Outcome outcome = run({"report", stories, "-o", file.string()});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, IsEmpty());
    EXPECT_EQ(contentOf(file), run({"report", stories}).out);
    EXPECT_THAT(folder.names(), SizeIs(1));
}

TEST(Report, ADashIsStandardOutput) {
    EXPECT_EQ(run({"report", stories, "-o", "-"}).out, run({"report", stories}).out);
}

TEST(Report, SaysWhyAFileCannotBeWritten) {
    const Outcome full = run({"report", stories, "-o", "/dev/full"});
    EXPECT_EQ(full.status, 1);
    EXPECT_THAT(full.err, HasSubstr("/dev/full: cannot write the file (No space left"));
    const Outcome absent = run({"report", stories, "-o", "/no such folder/report.txt"});
    EXPECT_EQ(absent.status, 1);
    EXPECT_THAT(absent.err, HasSubstr("No such file or directory"));
}

TEST(Report, KeepsAWholeReportWhenTheTensorsCannotBeRead) {
    const TemporaryFolder folder;
    const std::string bad = folder.write("bad.pt", "not a torch file").string();
    const std::string file = folder.write("report.txt", "the whole report of yesterday").string();
    const Outcome kept = run({"report", stories, "--eigdirs", bad, "-o", file});
    EXPECT_EQ(kept.status, 1);
    EXPECT_THAT(kept.err, HasSubstr("bad.pt"));
    EXPECT_THAT(kept.err, HasSubstr("report.txt is left as it was"));
    EXPECT_EQ(contentOf(file), "the whole report of yesterday");
    EXPECT_THAT(folder.names(), SizeIs(2)) << "and nothing beside it";
}

TEST(Report, TheLongestNameIsANameForAReport) {
    const TemporaryFolder folder;
    const std::string name = std::string(251, 'n') + ".txt"; // 255 bytes
    const Outcome outcome = run({"report", stories, "-o", (folder.path() / name).string()});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(folder.names(), testing::ElementsAre(name));
}

TEST(Report, TheBundledDemoIsThereAndReadable) {
    const Outcome outcome = run({"report", SEXTANT_DEMO});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("=== Verdict ==="));
}

} // namespace
} // namespace sextant::test
