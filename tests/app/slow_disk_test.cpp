// SPDX-License-Identifier: GPL-3.0-or-later
// A disk, or a network, that takes half a minute for each page of a file.
#include "tests/app/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <functional>
#include <ostream>

namespace sextant::test {
namespace {

using testing::HasSubstr;

const std::string model = SEXTANT_TEST_DATA "/measure/stories260K";

/// Something that reads a slow file.
struct SlowRead {
    std::string name;
    std::string slowPath; ///< part of the file's path
    std::function<std::vector<std::string>(const std::string& folder)> arguments;

    friend void PrintTo(const SlowRead& read, std::ostream* out) { *out << read.name; }
};

std::vector<SlowRead> slowReads() {
    const std::string stories = artifact("stories260K").string();
    const auto report = [stories](const std::string& folder) {
        return std::vector<std::string>{"report", stories, "-o", folder + "/report.txt"};
    };
    const auto exportAll = [stories](const std::string& folder) {
        return std::vector<std::string>{"export", stories, "--out", folder};
    };
    const auto measure = [](const std::string& folder) {
        return std::vector<std::string>{"measure",          model,       "-o",
                                        folder + "/x.json", "--tensors", "safetensors"};
    };
    return {
        {"report_of_a_json", "stories260K.json", report},
        {"report_of_tensors", "stories260K-eigdirs.pt", report},
        {"export_of_a_json", "stories260K.json", exportAll},
        {"export_of_tensors", "stories260K-eigdirs.pt", exportAll},
        {"measure_of_a_configuration", "measure/stories260K/config.json", measure},
        {"measure_of_weights", "measure/stories260K/model.safetensors", measure},
        {"window_on_a_json", "stories260K.json",
         [stories](const std::string&) { return std::vector<std::string>{stories}; }},
        {"window_on_tensors", "stories260K-eigdirs.pt",
         [stories](const std::string&) { return std::vector<std::string>{stories}; }},
    };
}

class SlowDisk : public testing::TestWithParam<SlowRead> {
protected:
    static constexpr std::chrono::seconds pageTakes{30};
    static constexpr std::chrono::seconds patience{15}; ///< for a busy machine; a page takes longer

    SignalledRun runUntilReading(int signal) const {
        std::map<std::string, std::string> environment = {
            {"LD_PRELOAD", SEXTANT_SLOW_PAGES},
            {"SEXTANT_SLOW_PATH", GetParam().slowPath},
            {"SEXTANT_SLOW_MILLISECONDS", std::to_string(pageTakes / std::chrono::milliseconds(1))},
            {"SEXTANT_SLOW_MARK", mark().string()}};
        if (isWindow()) {
            environment["QT_QPA_PLATFORM"] = "offscreen";
            environment["XDG_CONFIG_HOME"] = marks_.path().string();
        }
        return runUntil(mark(), signal, GetParam().arguments(folder_.path().string()), environment, patience);
    }

    static bool isWindow() { return GetParam().name.starts_with("window"); }
    std::filesystem::path mark() const { return marks_.path() / "reading"; }

    const TemporaryFolder folder_;
    const TemporaryFolder marks_;
};

TEST_P(SlowDisk, ASignalEndsTheProgramBeforeTheFileIsThere) {
    const SignalledRun run = runUntilReading(SIGTERM);
    if (!run.hasBegun && run.outcome.status >= 0) {
        GTEST_SKIP() << "this kernel lets nobody fetch pages for it";
    }
    RecordProperty("milliseconds", static_cast<int>(run.fromSignalToEnd.count()));
    if (isWindow()) {
        // It has closed as by its button, so its own thread waits for no file.
        EXPECT_EQ(run.outcome.status, 0) << run.outcome.err;
        EXPECT_THAT(contentOf(marks_.path() / "sextant" / "settings.json"), HasSubstr("window/maximized"));
    } else {
        EXPECT_EQ(run.outcome.status, 128 + SIGTERM) << run.outcome.err;
        EXPECT_THAT(run.outcome.err, HasSubstr("sextant: stopped"));
        EXPECT_THAT(run.outcome.out, testing::IsEmpty());
    }
    for (const std::string& name : folder_.names()) {
        EXPECT_EQ(name, ".x.measure") << "only a measurement leaves something, to go on from";
    }
}

INSTANTIATE_TEST_SUITE_P(Reads, SlowDisk, testing::ValuesIn(slowReads()),
                         [](const auto& instance) { return instance.param.name; });

} // namespace
} // namespace sextant::test
