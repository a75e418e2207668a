// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include <gtest/gtest.h>

#include <QDir>
#include <QElapsedTimer>
#include <QProcess>
#include <QThread>

#include <csignal>

namespace sextant::test {
namespace {

constexpr int kPatienceMilliseconds = 60000;

/// A window that was opened without a screen on an artifact, with settings of its own.
class Window : public testing::TestWithParam<int> {
protected:
    void start() {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("QT_QPA_PLATFORM", "offscreen");
        environment.insert("XDG_CONFIG_HOME", QString::fromStdString(home_.path().string()));
        process_.setProcessEnvironment(environment);
        process_.setStandardInputFile(QProcess::nullDevice());
        process_.start(SEXTANT_PROGRAM, {QString::fromStdString(artifact("stories260K").string())});
    }

    std::string settings() const {
        const auto file = home_.path() / "sextant" / "settings.json";
        return std::filesystem::exists(file) ? contentOf(file) : std::string();
    }

    bool waitForSettings(const std::string& words) const {
        QElapsedTimer time;
        time.start();
        while (settings().find(words) == std::string::npos && time.elapsed() < kPatienceMilliseconds) {
            QThread::msleep(20);
        }
        return settings().find(words) != std::string::npos;
    }

    const TemporaryFolder home_;
    QProcess process_;
};

TEST_P(Window, KeepsItsStateWhenASignalEndsIt) {
    start();
    ASSERT_TRUE(waitForSettings("stories260K.json")) << "the file it shows is not among the recent ones";
    EXPECT_EQ(settings().find("window/maximized"), std::string::npos);
    ::kill(static_cast<pid_t>(process_.processId()), GetParam());
    ASSERT_TRUE(process_.waitForFinished(kPatienceMilliseconds));
    EXPECT_EQ(process_.exitStatus(), QProcess::NormalExit);
    EXPECT_NE(settings().find("window/maximized"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Signals, Window, testing::Values(SIGTERM, SIGINT), [](const auto& instance) {
    return std::string(instance.param == SIGINT ? "Interrupt" : "Terminate");
});

} // namespace
} // namespace sextant::test
