// SPDX-License-Identifier: GPL-3.0-or-later
// Little memory, few files, no threads: each command works, or says in one sentence why it does not.
#include "tests/app/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <ostream>

namespace sextant::test {
namespace {

using Arguments = std::vector<std::string>;
using Environment = std::map<std::string, std::string>;

struct Command {
    std::string name;
    std::function<Arguments(const std::string& folder)> arguments;

    friend void PrintTo(const Command& command, std::ostream* out) { *out << command.name; }
};

std::vector<Command> commands() {
    const std::string stories = artifact("stories260K").string();
    const auto measure = [](const std::string& tensors) {
        return [tensors](const std::string& folder) {
            return Arguments{"measure",   SEXTANT_TEST_DATA "/measure/stories260K",
                             "-o",        folder + "/x.json",
                             "--tensors", tensors};
        };
    };
    return {
        {"report",
         [stories](const std::string& folder) {
             return Arguments{"report", stories, "-o", folder + "/report.txt"};
         }},
        {"export",
         [stories](const std::string& folder) {
             return Arguments{"export", stories, "--out", folder, "--plots", "heatmap,angles"};
         }},
        {"measure", measure("safetensors")},
        {"measure_for_torch", measure("pt")},
        {"window",
         [stories](const std::string&) {
             return Arguments{"--until-first-paint", stories};
         }},
    };
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool hasShadowMemory = true;
#else
constexpr bool hasShadowMemory = false;
#endif

class LowLimits : public testing::TestWithParam<Command> {
protected:
    void SetUp() override {
        if (hasShadowMemory) {
            GTEST_SKIP() << "a sanitizer takes terabytes of address space";
        }
    }

    Arguments arguments() const { return GetParam().arguments(folder_.path().string()); }
    static Environment environment() {
        return GetParam().name == "window" ? Environment{{"QT_QPA_PLATFORM", "offscreen"}} : Environment{};
    }
    bool isWindow() const { return GetParam().name == "window"; }

    /// Success, or a sentence; what Qt says of itself beside it is the window's.
    void expectAnEnd(const Outcome& outcome) {
        if (outcome.err.find("error while loading shared libraries") != std::string::npos) {
            EXPECT_EQ(outcome.status, 127) << "the loader ended it before main()";
            EXPECT_THAT(folder_.names(), testing::IsEmpty());
            return;
        }
        EXPECT_THAT(outcome.status, testing::AnyOf(0, 1)) << outcome.err;
        if (outcome.status == 1 && !isWindow()) {
            EXPECT_THAT(outcome.err, testing::StartsWith("sextant: error: "));
            EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
        }
        if (outcome.status == 1) {
            EXPECT_THAT(outcome.err, testing::HasSubstr("sextant: error: "));
            EXPECT_THAT(outcome.err, testing::Not(testing::HasSubstr("unexpected")));
            EXPECT_THAT(folder_.names(), testing::IsEmpty());
        }
    }

    const TemporaryFolder folder_;
};

TEST_P(LowLimits, LittleMemory) {
    for (const std::size_t mebibytes : {160, 200, 250, 300, 350, 400, 500, 600, 700, 900, 2000}) {
        SCOPED_TRACE(mebibytes);
        expectAnEnd(runWithin(mebibytes, arguments(), environment()));
        std::filesystem::remove_all(folder_.path());
        std::filesystem::create_directory(folder_.path());
    }
}

TEST_P(LowLimits, FewFiles) {
    for (const std::size_t files : {4, 5, 6, 7, 8, 9, 10, 12, 16, 32, 64}) {
        SCOPED_TRACE(files);
        expectAnEnd(runWithFiles(files, arguments(), environment()));
        std::filesystem::remove_all(folder_.path());
        std::filesystem::create_directory(folder_.path());
    }
}

#ifdef SEXTANT_FAILING_CALLS
TEST_P(LowLimits, FewThreads) {
    constexpr int most = 40;
    int number = 1;
    for (bool failed = true; failed && number < most; ++number) {
        SCOPED_TRACE(number);
        const TemporaryFolder marks;
        const auto mark = marks.path() / "failed";
        Environment all = environment();
        all["LD_PRELOAD"] = SEXTANT_FAILING_CALLS;
        all["SEXTANT_FAIL_CALL"] = "thread";
        all["SEXTANT_FAIL_NUMBER"] = std::to_string(number);
        all["SEXTANT_FAIL_MARK"] = mark.string();
        expectAnEnd(run(arguments(), all));
        failed = std::filesystem::exists(mark);
        std::filesystem::remove_all(folder_.path());
        std::filesystem::create_directory(folder_.path());
    }
    EXPECT_GE(number, 3) << "every thread was given: the test shows nothing";
}
#endif

INSTANTIATE_TEST_SUITE_P(Commands, LowLimits, testing::ValuesIn(commands()),
                         [](const auto& instance) { return instance.param.name; });

} // namespace
} // namespace sextant::test
