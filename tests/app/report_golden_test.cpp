// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <regex>

namespace sextant::test {
namespace {

/// What the reference script printed for one artifact and anchor.
struct Golden {
    std::string artifact;
    std::string anchor;
    std::filesystem::path file;

    friend void PrintTo(const Golden& golden, std::ostream* out) { *out << golden.file.filename().string(); }
};

std::vector<Golden> goldens() {
    std::vector<Golden> found;
    const std::regex pattern(R"((.+)\.anchor(-?\d+)\.txt)");
    for (const auto& entry : std::filesystem::directory_iterator(artifact("").parent_path())) {
        std::smatch match;
        const std::string name = entry.path().filename().string();
        if (std::regex_match(name, match, pattern)) {
            found.push_back({match[1], match[2], entry.path()});
        }
    }
    std::sort(found.begin(), found.end(), [](const Golden& a, const Golden& b) { return a.file < b.file; });
    return found;
}

std::string testName(const testing::TestParamInfo<Golden>& info) {
    return std::regex_replace(info.param.artifact + "_anchor_" + info.param.anchor, std::regex("-"),
                              "minus_");
}

class ReportGolden : public testing::TestWithParam<Golden> {};

TEST_P(ReportGolden, PrintsWhatTheReferenceScriptPrints) {
    const Golden& golden = GetParam();
    const Outcome outcome =
        run({"report", artifact(golden.artifact).string(), "--anchor", golden.anchor, "--bands", "12,24"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_EQ(outcome.out, contentOf(golden.file));
}

INSTANTIATE_TEST_SUITE_P(Reference, ReportGolden, testing::ValuesIn(goldens()), testName);

} // namespace
} // namespace sextant::test
