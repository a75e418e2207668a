#include "tests/app/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sextant::test {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(CommandLine, HelpNeedsNoDisplayAndNamesEverySubcommand) {
    const Outcome outcome = run({"--help"});
    EXPECT_EQ(outcome.status, 0);
    for (const char* word : {"report", "export", "FILE", "--version"}) {
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
    for (const char* command : {"report", "export"}) {
        const Outcome outcome = run({command, "--help"});
        EXPECT_EQ(outcome.status, 0) << command;
        EXPECT_THAT(outcome.out, HasSubstr("--anchor")) << command;
    }
}

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
                    std::vector<std::string>{"export", stories, "--out", "unused", "--scale", "0"}));

TEST(CommandLine, AnAnchorOutOfRangeIsToldWithTheRange) {
    const Outcome outcome = run({"report", stories, "--anchor", "5"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, HasSubstr("5"));
    EXPECT_THAT(outcome.err, HasSubstr("4")); // the last layer there is
}

} // namespace
} // namespace sextant::test
