// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QThread>

#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sextant::test {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr int kPatienceMilliseconds = 60000;

/// A cache with a model that can be measured and one whose weights are missing, and a current folder to
/// write into.
class NamedModel : public testing::Test {
protected:
    NamedModel() : former_(std::filesystem::current_path()) {
        std::filesystem::current_path(here_.path());
        add("models--karpathy--stories260K", "0a1b2c");
        add("models--org--broken", "3d4e5f");
        std::filesystem::remove(hub_.path() / "models--org--broken" / "blobs" / "model.safetensors");
    }
    ~NamedModel() override { std::filesystem::current_path(former_); }

    Outcome measure(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "measure");
        return run(arguments, {{"HF_HUB_CACHE", hub_.path().string()}});
    }

    const TemporaryFolder hub_;
    const TemporaryFolder here_;

private:
    void add(const std::string& repository, const std::string& commit) const {
        const std::filesystem::path folder = hub_.path() / repository;
        const std::filesystem::path model = SEXTANT_TEST_DATA "/measure/stories260K";
        for (const char* part : {"refs", "blobs"}) {
            std::filesystem::create_directories(folder / part);
        }
        std::filesystem::create_directories(folder / "snapshots" / commit);
        hub_.write(repository + "/refs/main", commit);
        for (const auto& file : std::filesystem::directory_iterator(model)) {
            const std::string name = file.path().filename().string();
            std::filesystem::copy_file(file.path(), folder / "blobs" / name);
            std::filesystem::create_symlink("../../blobs/" + name, folder / "snapshots" / commit / name);
        }
    }

    std::filesystem::path former_;
};

TEST_F(NamedModel, IsFoundInTheCacheAndWrittenUnderItsNameHere) {
    const Outcome outcome = measure({"karpathy/stories260K", "--topk", "1", "--tensors", "safetensors"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(here_.names(), ElementsAre("stories260K-eigdirs.safetensors", "stories260K.json"));
    EXPECT_THAT(contentOf(here_.path() / "stories260K.json"),
                HasSubstr(R"("model": "karpathy/stories260K")"));
}

TEST_F(NamedModel, DoesNotReplaceWhatNobodyNamed) {
    here_.write("stories260K.json", "mine");
    const Outcome outcome = measure({"karpathy/stories260K", "--tensors", "safetensors"});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err,
                AllOf(HasSubstr("stories260K.json: already exists"), HasSubstr("-o names another")));
    EXPECT_EQ(contentOf(here_.path() / "stories260K.json"), "mine");
    const Outcome asked =
        measure({"karpathy/stories260K", "--tensors", "safetensors", "-o", "stories260K.json"});
    EXPECT_EQ(asked.status, 0) << asked.err;
}

TEST_F(NamedModel, ThatIsMissingOrBrokenIsExplained) {
    const Outcome missing = measure({"karpathy/stories15M"});
    EXPECT_EQ(missing.status, 1);
    EXPECT_THAT(missing.err, AllOf(HasSubstr("is neither a folder nor a model of the cache"),
                                   HasSubstr("nothing is downloaded")));
    const Outcome broken = measure({"org/broken"});
    EXPECT_EQ(broken.status, 1);
    EXPECT_THAT(broken.err, HasSubstr("is a link to ../../blobs/model.safetensors, which is missing"));
    const Outcome revision = measure({"karpathy/stories260K", "--revision", "v2"});
    EXPECT_EQ(revision.status, 1);
    EXPECT_THAT(revision.err,
                HasSubstr("v2: the cache has no such revision of the model; it has main, 0a1b2c"));
    const Outcome none = measure({});
    EXPECT_EQ(none.status, 2);
    EXPECT_THAT(none.err, HasSubstr("MODEL: is missing; --list shows"));
    EXPECT_THAT(here_.names(), IsEmpty());
}

TEST_F(NamedModel, IsListedWithWhatItIs) {
    const Outcome outcome = measure({"--list"});
    EXPECT_EQ(outcome.status, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("karpathy/stories260K  llama       5    8/4  0."));
    EXPECT_THAT(outcome.out, HasSubstr("about 1 s\n"));
    EXPECT_THAT(outcome.out, HasSubstr("cannot be measured: model.safetensors: is a link to "
                                       "../../blobs/model.safetensors, which is missing\n"));
    EXPECT_THAT(outcome.out, Not(HasSubstr(hub_.path().string())));
    const Outcome nowhere = run({"measure", "--list"}, {{"HF_HUB_CACHE", "/no such folder"}});
    EXPECT_EQ(nowhere.status, 1);
    EXPECT_THAT(nowhere.err, HasSubstr("/no such folder: there is no such folder, so no model is cached"));
}

TEST_F(NamedModel, IsMeasuredByTheWindowThatOpensOnIt) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("QT_QPA_PLATFORM", "offscreen");
    const TemporaryFolder home;
    environment.insert("XDG_CONFIG_HOME", QString::fromStdString(home.path().string()));
    environment.insert("HF_HUB_CACHE", QString::fromStdString(hub_.path().string()));
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(SEXTANT_PROGRAM, {"karpathy/stories260K"});
    const auto settings = home.path() / "sextant" / "settings.json";
    const auto isShown = [&] {
        return std::filesystem::exists(settings) &&
               contentOf(settings).find("stories260K.json") != std::string::npos;
    };
    QElapsedTimer time;
    time.start();
    while (!isShown() && time.elapsed() < kPatienceMilliseconds) {
        QThread::msleep(20);
    }
    EXPECT_TRUE(isShown()) << "what it opened is not among the recent ones";
    EXPECT_THAT(here_.names(), Contains("stories260K.json"));
    ::kill(static_cast<pid_t>(process.processId()), SIGTERM);
    EXPECT_TRUE(process.waitForFinished(kPatienceMilliseconds));
}

TEST_F(NamedModel, OpensNoWindowWhereItsArtifactExists) {
    here_.write("stories260K.json", "mine");
    const Outcome outcome = run({"karpathy/stories260K"}, {{"HF_HUB_CACHE", hub_.path().string()}});
    EXPECT_EQ(outcome.status, 2);
    EXPECT_THAT(outcome.err, AllOf(HasSubstr("stories260K.json: already exists"),
                                   HasSubstr("sextant measure writes the artifact where -o says")));
}

} // namespace
} // namespace sextant::test
