#include "tests/app/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <sstream>

namespace sextant::test {
namespace {

using testing::AllOf;
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

TEST(Report, JsonIsReadableAndNamesItsModel) {
    const Outcome outcome = run({"report", stories, "--format", "json"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    const nlohmann::json report = nlohmann::json::parse(outcome.out, nullptr, false);
    ASSERT_FALSE(report.is_discarded());
    EXPECT_THAT(report.dump(), HasSubstr("stories260K"));
}

TEST(Report, CsvHasTheSameFieldsInEveryLine) {
    const Outcome outcome = run({"report", stories, "--format", "csv"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    const std::vector<std::string> lines = split(outcome.out, '\n');
    ASSERT_GT(lines.size(), 5u * 8u); // a line per layer and head, and the header
    const std::size_t fields = split(lines.front(), ',').size();
    EXPECT_GT(fields, 5u);
    for (const std::string& line : lines) {
        EXPECT_EQ(split(line + ",end", ',').size(), fields + 1) << line;
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

TEST(Report, TheBundledDemoIsThereAndReadable) {
    const Outcome outcome = run({"report", SEXTANT_DEMO});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("=== Verdict ==="));
}

} // namespace
} // namespace sextant::test
