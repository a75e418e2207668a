// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <sys/stat.h>

namespace sextant::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

/// A file nobody can use, and a word of the sentence that must say why.
struct BadFile {
    std::string name;
    std::string content;
    std::string reason;

    friend void PrintTo(const BadFile& bad, std::ostream* out) { *out << bad.name; }
};

class Bad : public testing::TestWithParam<BadFile> {
protected:
    static void expectOneSentence(const Outcome& outcome) {
        EXPECT_EQ(outcome.status, 1) << outcome.err;
        EXPECT_THAT(outcome.out, IsEmpty());
        EXPECT_THAT(outcome.err, HasSubstr(GetParam().name + ".json"));
        EXPECT_THAT(outcome.err, HasSubstr(GetParam().reason));
        EXPECT_THAT(outcome.err, Not(HasSubstr("terminate called")));
        EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
    }
};

TEST_P(Bad, ReportSaysWhyInOneSentence) {
    const TemporaryFolder folder;
    const std::filesystem::path file = folder.write(GetParam().name + ".json", GetParam().content);
    expectOneSentence(run({"report", file.string()}));
}

TEST_P(Bad, ExportSaysWhyInOneSentenceAndLeavesNothing) {
    const TemporaryFolder folder;
    const TemporaryFolder out;
    const std::filesystem::path file = folder.write(GetParam().name + ".json", GetParam().content);
    expectOneSentence(run({"export", file.string(), "--out", out.path().string()}));
    EXPECT_THAT(out.names(), IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(
    Files, Bad,
    testing::Values(
        BadFile{"empty", "", "empty"}, BadFile{"text", "This is not an artifact.", "JSON"},
        BadFile{"truncated",
                R"({"num_layers": 1, "num_heads": 1, "head_dim": 2, "hidden_size": 4, "gram": [[[1.)",
                "byte"},
        BadFile{"no_gram", R"({"num_layers": 1, "num_heads": 1, "head_dim": 2, "hidden_size": 4})", "gram"},
        BadFile{"no_layers", R"({"num_heads": 1, "head_dim": 2, "hidden_size": 4, "gram": [[[1.0]]]})",
                "num_layers"},
        BadFile{"zero_heads",
                R"({"num_layers": 1, "num_heads": 0, "head_dim": 2, "hidden_size": 4, "gram": [[[1.0]]]})",
                "num_heads"},
        BadFile{
            "huge",
            R"({"num_layers": 2000000000, "num_heads": 1, "head_dim": 2, "hidden_size": 4, "gram": [[[1.0]]]})",
            "num_layers"},
        BadFile{
            "ragged",
            R"({"num_layers": 2, "num_heads": 1, "head_dim": 2, "hidden_size": 4, "gram": [[[1.0], [1.0]], [[1.0]]]})",
            "gram[1]"}),
    [](const testing::TestParamInfo<BadFile>& bad) { return bad.param.name; });

TEST(BadFiles, AFileThatIsNotThereIsNamed) {
    const Outcome outcome = run({"report", "no-such-file.json"});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, HasSubstr("no-such-file.json"));
    EXPECT_THAT(outcome.out, IsEmpty());
}

TEST(BadFiles, AFolderIsCalledAFolder) {
    const TemporaryFolder folder;
    const Outcome outcome = run({"report", folder.path().string()});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, HasSubstr(folder.path().filename().string() + ": is a folder, not a file"));
}

TEST(BadFiles, APipeIsRefusedWithoutWaitingForAWriter) {
    const TemporaryFolder folder;
    const auto pipe = [&folder](const char* name) {
        const std::filesystem::path path = folder.path() / name;
        EXPECT_EQ(mkfifo(path.c_str(), 0600), 0);
        return path.string();
    };
    const std::string pipes[] = {pipe("model.json"), pipe("config.json"), pipe("eigdirs.pt")};
    const std::vector<std::string> commands[] = {
        {"report", pipes[0]},
        {"export", pipes[0], "--out", folder.path().string()},
        {"measure", folder.path().string(), "-o", (folder.path() / "out.json").string()},
        {"report", artifact("stories260K").string(), "--eigdirs", pipes[2]}};
    for (const std::vector<std::string>& command : commands) {
        const Outcome outcome = run(command);
        EXPECT_EQ(outcome.status, 1);
        EXPECT_THAT(outcome.err, HasSubstr("is not a regular file"));
    }
}

TEST(BadFiles, AFileThatIsNotATensorFileIsNamed) {
    const TemporaryFolder folder;
    const std::filesystem::path tensors = folder.write("no-eigdirs.pt", "not a torch file");
    const Outcome outcome = run({"report", artifact("stories260K").string(), "--eigdirs", tensors.string()});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, HasSubstr("no-eigdirs.pt"));
}

} // namespace
} // namespace sextant::test
