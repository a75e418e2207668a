// SPDX-License-Identifier: GPL-3.0-or-later
// Another program that cuts a file short while it is read.
#include "tests/app/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <ostream>

namespace sextant::test {
namespace {

using testing::HasSubstr;

/// Something that maps a file.
struct CutRead {
    std::string name;
    std::string file; ///< is cut as soon as it is mapped
    std::function<std::vector<std::string>(const std::string& folder)> arguments;

    friend void PrintTo(const CutRead& read, std::ostream* out) { *out << read.name; }
};

std::vector<CutRead> cutReads() {
    const auto report = [](const std::string& folder) {
        return std::vector<std::string>{"report", folder + "/stories260K.json"};
    };
    const auto exportAll = [](const std::string& folder) {
        return std::vector<std::string>{"export", folder + "/stories260K.json", "--out", folder + "/figures"};
    };
    const auto measure = [](const std::string& folder) {
        return std::vector<std::string>{"measure",          folder,      "-o",
                                        folder + "/x.json", "--tensors", "safetensors"};
    };
    return {
        {"report_of_a_json", "stories260K.json", report},
        {"report_of_tensors", "stories260K-eigdirs.pt", report},
        {"export_of_a_json", "stories260K.json", exportAll},
        {"export_of_tensors", "stories260K-eigdirs.pt", exportAll},
        {"measure_of_a_configuration", "config.json", measure},
        {"measure_of_weights", "model.safetensors", measure},
    };
}

class CutFile : public testing::TestWithParam<CutRead> {
protected:
    CutFile() {
        const std::filesystem::path data = SEXTANT_TEST_DATA;
        for (const char* name :
             {"artifacts/stories260K.json", "artifacts/stories260K-eigdirs.pt",
              "measure/stories260K/config.json", "measure/stories260K/model.safetensors"}) {
            const std::filesystem::path file = data / name;
            std::filesystem::copy_file(file, folder_.path() / file.filename());
        }
    }

    Outcome runWhileTheFileIsCut() const {
        return run(GetParam().arguments(folder_.path().string()),
                   {{"LD_PRELOAD", SEXTANT_FAILING_CALLS},
                    {"SEXTANT_FAIL_CALL", "cut"},
                    {"SEXTANT_FAIL_NUMBER", "1"},
                    {"SEXTANT_FAIL_PATH", "/" + GetParam().file},
                    {"SEXTANT_FAIL_MARK", (marks_.path() / "cut").string()}});
    }

    const TemporaryFolder folder_;
    const TemporaryFolder marks_;
};

/// Without care the program would be ended by SIGBUS when it reads what is gone.
TEST_P(CutFile, WhileItIsReadGivesASentenceAndAStatus) {
    const Outcome outcome = runWhileTheFileIsCut();
    ASSERT_THAT(marks_.names(), testing::ElementsAre("cut"));
    EXPECT_EQ(std::filesystem::file_size(folder_.path() / GetParam().file), 0U);
    EXPECT_EQ(outcome.status, 1) << outcome.err;
    EXPECT_THAT(outcome.err, testing::StartsWith("sextant: error: "));
    EXPECT_THAT(outcome.err, HasSubstr(GetParam().file));
    EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
}

INSTANTIATE_TEST_SUITE_P(Reads, CutFile, testing::ValuesIn(cutReads()),
                         [](const auto& instance) { return instance.param.name; });

} // namespace
} // namespace sextant::test
