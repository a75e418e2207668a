// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace sextant::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(CommandLine, HelpNeedsNoDisplayAndNamesEverySubcommand) {
    const Outcome outcome = run({"--help"});
    EXPECT_EQ(outcome.status, 0);
    for (const char* word : {"report", "export", "measure", "FILE", "--version"}) {
        EXPECT_THAT(outcome.out, HasSubstr(word));
    }
    EXPECT_THAT(outcome.err, IsEmpty());
}

TEST(CommandLine, VersionNeedsNoDisplay) {
    const Outcome outcome = run({"--version"});
    EXPECT_EQ(outcome.status, 0);
    EXPECT_THAT(outcome.out, HasSubstr(SEXTANT_VERSION));
    EXPECT_THAT(outcome.err, IsEmpty());
}

TEST(CommandLine, EverySubcommandExplainsItself) {
    for (const auto& [command, option] :
         {std::pair{"report", "--anchor"}, {"export", "--anchor"}, {"measure", "--output"}}) {
        const Outcome outcome = run({command, "--help"});
        EXPECT_EQ(outcome.status, 0) << command;
        EXPECT_THAT(outcome.out, HasSubstr(option)) << command;
    }
}

TEST(CommandLine, SaysThatAWindowNeedsADisplay) {
    const Outcome outcome = run({artifact("stories260K").string()});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, testing::StartsWith("sextant: error: DISPLAY: there is no display"));
}

class NoScreen : public testing::TestWithParam<std::map<std::string, std::string>> {};

TEST_P(NoScreen, IsOneSentenceAndNoAbort) {
    const Outcome outcome = run({artifact("stories260K").string()}, GetParam());
    EXPECT_EQ(outcome.status, 1);
    const auto& [variable, value] = *GetParam().rbegin();
    EXPECT_THAT(outcome.err, testing::StartsWith("sextant: error: " + variable + "=" + value +
                                                 ": Qt cannot open a window there; report, export"));
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
}

INSTANTIATE_TEST_SUITE_P(CommandLine, NoScreen,
                         testing::Values(std::map<std::string, std::string>{{"DISPLAY", ":987654"}},
                                         std::map<std::string, std::string>{{"QT_QPA_PLATFORM", "nonsense"}},
                                         std::map<std::string, std::string>{{"DISPLAY", ":987654"},
                                                                            {"QT_QPA_PLATFORM", "xcb"}}));

class WrongUse : public testing::TestWithParam<std::vector<std::string>> {};

TEST_P(WrongUse, IsAnErrorOfUseOnStandardError) {
    const Outcome outcome = run(GetParam());
    EXPECT_EQ(outcome.status, 2) << outcome.err;
    EXPECT_THAT(outcome.err, Not(IsEmpty()));
    EXPECT_THAT(outcome.out, IsEmpty());
}

const std::string stories = artifact("stories260K").string();

INSTANTIATE_TEST_SUITE_P(
    CommandLine, WrongUse,
    testing::Values(std::vector<std::string>{"--no-such-option"}, std::vector<std::string>{"report"},
                    std::vector<std::string>{"report", stories, "--no-such-option"},
                    std::vector<std::string>{"report", stories, "--anchor", "5"},
                    std::vector<std::string>{"report", stories, "--anchor", "-2"},
                    std::vector<std::string>{"report", stories, "--anchor", "first"},
                    std::vector<std::string>{"report", stories, "--anchor", "99999999999999999999"},
                    std::vector<std::string>{"report", stories, "--bands", "12"},
                    std::vector<std::string>{"report", stories, "--format", "xml"},
                    std::vector<std::string>{"export", stories},
                    std::vector<std::string>{"export", stories, "--out", "unused", "--anchor", "5"},
                    std::vector<std::string>{"export", stories, "--out", "unused", "--head", "8"},
                    std::vector<std::string>{"export", stories, "--out", "unused", "--plots", "pie"},
                    std::vector<std::string>{"export", stories, "--out", "unused", "--format", "bmp"},
                    std::vector<std::string>{"export", stories, "--out", "unused", "--size", "0x600"},
                    std::vector<std::string>{"export", stories, "--out", "unused", "--size", "big"},
                    std::vector<std::string>{"export", stories, "--out", "unused", "--scale", "0"},
                    std::vector<std::string>{"measure"}, std::vector<std::string>{"measure", "--topk", "3"},
                    std::vector<std::string>{"measure", "folder", "-o", "x.json", "--directions", "up"},
                    std::vector<std::string>{"measure", "folder", "-o", "x.json", "--directions", "1"},
                    std::vector<std::string>{"measure", "folder", "-o", "x.json", "--layers", ""},
                    std::vector<std::string>{"measure", "folder", "-o", "x.json", "--layers", "3-1"}));

TEST(CommandLine, AnAnchorOutOfRangeIsToldWithTheRange) {
    const Outcome outcome = run({"report", stories, "--anchor", "5"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("5"));
    EXPECT_THAT(outcome.err, HasSubstr("4")); // the last layer there is
}

TEST(CommandLine, AModelThatIsNotThereIsNamedAndNothingIsWritten) {
    const TemporaryFolder out;
    const Outcome outcome = run({"measure", "no-such-model", "-o", (out.path() / "x.json").string()});
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, HasSubstr("no-such-model"));
    EXPECT_THAT(out.names(), IsEmpty());
}

} // namespace
} // namespace sextant::test
