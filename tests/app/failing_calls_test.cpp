// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <ostream>

namespace sextant::test {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

using Arguments = std::vector<std::string>;

/// A command that writes, and what it writes when nothing fails.
struct Writer {
    std::string name;
    std::vector<std::string> files;
    /// Writes into `folder`; an `older` run gives other bytes than a newer one.
    std::function<Arguments(const std::string& folder, bool older)> arguments;
};

/// A writer and the call that fails.
struct Sweep {
    Writer writer;
    std::string call;

    friend void PrintTo(const Sweep& sweep, std::ostream* out) {
        *out << sweep.writer.name << ' ' << sweep.call;
    }
};

std::vector<Writer> writers() {
    const std::string stories = artifact("stories260K").string();
    const auto report = [stories](const std::string& format) {
        return Writer{"report_" + format,
                      {"report." + format},
                      [stories, format](const std::string& folder, bool older) {
                          return Arguments{"report",   stories, "--anchor", older ? "0" : "4",
                                           "--format", format,  "-o",       folder + "/report." + format};
                      }};
    };
    const auto measure = [](const std::string& tensors) {
        return Writer{"measure_" + tensors,
                      {"x-eigdirs." + tensors, "x.json"},
                      [tensors](const std::string& folder, bool older) {
                          return Arguments{"measure",   SEXTANT_TEST_DATA "/measure/stories260K",
                                           "-o",        folder + "/x.json",
                                           "--tensors", tensors,
                                           "--threads", "1",
                                           "--topk",    older ? "1" : "2"};
                      }};
    };
    return {
        report("text"),
        report("json"),
        report("csv"),
        {"export",
         {"stories260K-heatmap-anchor4.png", "stories260K-heatmap-anchor4.svg"},
         [stories](const std::string& folder, bool older) {
             return Arguments{"export",  stories,    "--out",   folder,   "--plots",
                              "heatmap", "--format", "png,svg", "--size", older ? "320x200" : "330x200"};
         }},
        {"export_pdf",
         {"stories260K-residual-anchor4.pdf"},
         [stories](const std::string& folder, bool older) {
             return Arguments{"export",   stories,    "--out", folder,   "--plots",
                              "residual", "--format", "pdf",   "--size", older ? "320x200" : "330x200"};
         }},
        measure("safetensors"),
        measure("pt"),
    };
}

std::vector<Sweep> sweeps() {
    std::vector<Sweep> sweeps;
    for (const Writer& writer : writers()) {
        for (const char* call : {"write", "fsync", "rename", "mmap"}) {
            sweeps.push_back({writer, call});
        }
    }
    return sweeps;
}

std::vector<Sweep> killSweeps() {
    std::vector<Sweep> sweeps;
    for (const Writer& writer : writers()) {
        for (const char* call : {"write", "fsync"}) {
            if (!writer.name.starts_with("measure")) { // see kill_and_resume_test.cpp
                sweeps.push_back({writer, call});
            }
        }
    }
    return sweeps;
}

/// A PDF without the second it was made in, and the name that Qt draws for each.
std::string withoutTime(std::string content) {
    for (const char* key : {"/CreationDate", "/ModDate", "<rdf:Description rdf:about=\"\" xmp:CreatorTool",
                            "<rdf:Description rdf:about=\"\" xmpMM:DocumentID", "/ID ["}) {
        if (const std::size_t begin = content.find(key); begin != std::string::npos) {
            content.erase(begin, content.find('\n', begin) - begin);
        }
    }
    return content;
}

/// The files of a writer in a folder, in its order.
std::vector<std::string> contentsOf(const Writer& writer, const std::filesystem::path& folder) {
    std::vector<std::string> contents;
    for (const std::string& name : writer.files) {
        contents.push_back(std::filesystem::exists(folder / name) ? withoutTime(contentOf(folder / name))
                                                                  : "nothing");
    }
    return contents;
}

/// Qt orders the objects of a PDF by hashes, which are others in every run unless their seed is set.
const std::map<std::string, std::string> kSameBytes{{"QT_HASH_SEED", "0"}};

class FailingCall : public testing::TestWithParam<Sweep> {};

/// Lets the first call fail, then the second and so on, until a run has no further call to fail.
TEST_P(FailingCall, LeavesTheOldFilesOrTheNewOnes) {
    const auto& [writer, call] = GetParam();
    const TemporaryFolder newFolder;
    ASSERT_EQ(run(writer.arguments(newFolder.path().string(), false), kSameBytes).status, 0);
    const auto newContents = contentsOf(writer, newFolder.path());
    const TemporaryFolder oldFolder;
    ASSERT_EQ(run(writer.arguments(oldFolder.path().string(), true), kSameBytes).status, 0);
    const auto oldContents = contentsOf(writer, oldFolder.path());
    ASSERT_NE(oldContents, newContents);
    constexpr int tooMany = 2000;
    int number = 1;
    for (bool failed = true; failed && number < tooMany; ++number) {
        SCOPED_TRACE(number);
        const TemporaryFolder folder;
        const TemporaryFolder marks;
        for (const std::string& name : writer.files) {
            std::filesystem::copy_file(oldFolder.path() / name, folder.path() / name);
        }
        const auto mark = marks.path() / "failed";
        const Outcome outcome = run(writer.arguments(folder.path().string(), false),
                                    {*kSameBytes.begin(),
                                     {"LD_PRELOAD", SEXTANT_FAILING_CALLS},
                                     {"SEXTANT_FAIL_CALL", call},
                                     {"SEXTANT_FAIL_NUMBER", std::to_string(number)},
                                     {"SEXTANT_FAIL_PATH", folder.path().string()},
                                     {"SEXTANT_FAIL_MARK", mark.string()}});
        failed = std::filesystem::exists(mark);
        const auto contents = contentsOf(writer, folder.path());
        EXPECT_THAT(folder.names(), testing::ElementsAreArray(writer.files)) << outcome.err;
        if (writer.name.starts_with("export")) { // each figure is a file of its own
            for (std::size_t i = 0; i < contents.size(); ++i) {
                EXPECT_THAT(contents[i], AnyOf(oldContents[i], newContents[i])) << writer.files[i];
            }
        } else {
            EXPECT_TRUE(contents == oldContents || contents == newContents) << outcome.err;
        }
        if (outcome.status == 0) {
            EXPECT_EQ(contents, newContents) << "success was claimed";
        } else {
            EXPECT_TRUE(failed) << outcome.err;
            EXPECT_EQ(outcome.status, 1) << outcome.err;
            EXPECT_THAT(outcome.err, testing::StartsWith("sextant: error: "));
            EXPECT_EQ(std::count(outcome.err.begin(), outcome.err.end(), '\n'), 1) << outcome.err;
        }
    }
    EXPECT_LT(number, tooMany);
    const bool readsNothingThere = call == "mmap" && !writer.name.starts_with("measure");
    EXPECT_GE(number, readsNothingThere ? 2 : 3) << "no call has failed: the test shows nothing";
}

INSTANTIATE_TEST_SUITE_P(Disk, FailingCall, testing::ValuesIn(sweeps()), [](const auto& instance) {
    return instance.param.writer.name + "_" + instance.param.call;
});

class KilledCall : public testing::TestWithParam<Sweep> {};

/// A file in the making has no name, so a kill leaves nothing to clean up; a measurement keeps its work.
TEST_P(KilledCall, LeavesTheOldFilesOrTheNewOnes) {
    const auto& [writer, call] = GetParam();
    const TemporaryFolder newFolder;
    ASSERT_EQ(run(writer.arguments(newFolder.path().string(), false), kSameBytes).status, 0);
    const auto newContents = contentsOf(writer, newFolder.path());
    constexpr int tooMany = 100;
    int number = 1;
    for (bool killed = true; killed && number < tooMany; ++number) {
        SCOPED_TRACE(number);
        const TemporaryFolder folder;
        const TemporaryFolder marks;
        ASSERT_EQ(run(writer.arguments(folder.path().string(), true), kSameBytes).status, 0);
        const auto oldContents = contentsOf(writer, folder.path());
        const auto mark = marks.path() / "killed";
        const Outcome outcome = run(writer.arguments(folder.path().string(), false),
                                    {*kSameBytes.begin(),
                                     {"LD_PRELOAD", SEXTANT_FAILING_CALLS},
                                     {"SEXTANT_FAIL_CALL", call},
                                     {"SEXTANT_FAIL_NUMBER", std::to_string(number)},
                                     {"SEXTANT_FAIL_PATH", folder.path().string()},
                                     {"SEXTANT_FAIL_MARK", mark.string()},
                                     {"SEXTANT_FAIL_KILLS", "1"}});
        killed = std::filesystem::exists(mark);
        EXPECT_EQ(outcome.status, killed ? -1 : 0) << outcome.err;
        EXPECT_THAT(folder.names(), testing::ElementsAreArray(writer.files));
        const auto contents = contentsOf(writer, folder.path());
        for (std::size_t i = 0; i < contents.size(); ++i) {
            EXPECT_THAT(contents[i], AnyOf(oldContents[i], newContents[i])) << writer.files[i];
        }
    }
    EXPECT_LT(number, tooMany);
    EXPECT_GE(number, 3) << "nothing was killed: the test shows nothing";
}

INSTANTIATE_TEST_SUITE_P(Disk, KilledCall, testing::ValuesIn(killSweeps()), [](const auto& instance) {
    return instance.param.writer.name + "_" + instance.param.call;
});

/// The settings are written by a thread of the window and at its end; a window needs no screen here.
class FailingSettings : public testing::TestWithParam<const char*> {
protected:
    Outcome show(const std::string& file, const std::map<std::string, std::string>& more) const {
        std::map<std::string, std::string> environment = more;
        environment["QT_QPA_PLATFORM"] = "offscreen";
        environment["XDG_CONFIG_HOME"] = home_.path().string();
        return run({"--until-first-paint", artifact(file).string()}, environment);
    }

    const TemporaryFolder home_;
};

TEST_P(FailingSettings, KeepTheOldOnesOrTheNewOnesAndTheWindow) {
    ASSERT_EQ(show("stories260K", {}).status, 0);
    const auto file = home_.path() / "sextant" / "settings.json";
    const std::string before = contentOf(file);
    ASSERT_THAT(before, HasSubstr("stories260K.json"));
    constexpr int tooMany = 100;
    int number = 1;
    for (bool failed = true; failed && number < tooMany; ++number) {
        SCOPED_TRACE(number);
        home_.write("sextant/settings.json", before);
        const TemporaryFolder marks;
        const auto mark = marks.path() / "failed";
        const Outcome outcome = show("kwt1_1head", {{"LD_PRELOAD", SEXTANT_FAILING_CALLS},
                                                    {"SEXTANT_FAIL_CALL", GetParam()},
                                                    {"SEXTANT_FAIL_NUMBER", std::to_string(number)},
                                                    {"SEXTANT_FAIL_PATH", home_.path().string()},
                                                    {"SEXTANT_FAIL_MARK", mark.string()}});
        failed = std::filesystem::exists(mark);
        EXPECT_EQ(outcome.status, 0) << outcome.err;
        const std::string after = contentOf(file);
        EXPECT_TRUE(after == before || (after.find("kwt1_1head.json") != std::string::npos &&
                                        after.find("stories260K.json") != std::string::npos))
            << after;
    }
    EXPECT_LT(number, tooMany);
    EXPECT_GE(number, 3) << "no call has failed: the test shows nothing";
}

INSTANTIATE_TEST_SUITE_P(Disk, FailingSettings, testing::Values("write", "fsync", "rename"));

TEST(FullDisk, WhileTorchIsTriedIsNoReasonToChangeTheFormat) {
    const TemporaryFolder folder;
    const TemporaryFolder marks;
    const auto mark = marks.path() / "failed";
    const Outcome outcome = run({"measure", SEXTANT_TEST_DATA "/measure/stories260K", "-o",
                                 (folder.path() / "x.json").string(), "--tensors", "pt"},
                                {{"LD_PRELOAD", SEXTANT_FAILING_CALLS},
                                 {"SEXTANT_FAIL_CALL", "write"},
                                 {"SEXTANT_FAIL_NUMBER", "1"},
                                 {"SEXTANT_FAIL_PATH", ".x.measure/.probe."},
                                 {"SEXTANT_FAIL_MARK", mark.string()}});
    ASSERT_TRUE(std::filesystem::exists(mark));
    EXPECT_EQ(outcome.status, 1);
    EXPECT_THAT(outcome.err, HasSubstr("No space left on device"));
    EXPECT_THAT(outcome.err, Not(HasSubstr("safetensors")));
    EXPECT_THAT(folder.names(), testing::IsEmpty());
}

} // namespace
} // namespace sextant::test
