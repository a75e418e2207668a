// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/program.h"

#include <sys/resource.h>

#include <QElapsedTimer>
#include <QProcess>
#include <QProcessEnvironment>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <sstream>
#include <stdexcept>

namespace sextant::test {
namespace {

constexpr int longestRunMilliseconds = 120000;

QProcessEnvironment cleanEnvironment(const std::filesystem::path& home) {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString& name : environment.keys()) {
        if (name.startsWith("QT_") || name.startsWith("XDG_") || name.startsWith("HF_") ||
            name.startsWith("HUGGINGFACE_") || name == "DISPLAY" || name == "WAYLAND_DISPLAY") {
            environment.remove(name);
        }
    }
    environment.insert("HOME", QString::fromStdString(home.string()));
    return environment;
}

/// In the child, between fork and exec.
void change(int descriptor, Stream stream) {
    if (stream == Stream::Closed) {
        ::close(descriptor);
    } else if (stream == Stream::Full) {
        const int full = ::open("/dev/full", O_RDWR);
        ::dup2(full, descriptor);
        ::close(full);
    }
}

/// Waits for the program; false when it goes on for too long.
bool waitForEnd(QProcess& process) {
    return process.waitForFinished(longestRunMilliseconds);
}

Outcome runProgram(const std::vector<std::string>& arguments,
                   const std::map<std::string, std::string>& environment,
                   const std::function<void()>& beforeStart,
                   const std::function<bool(QProcess&)>& wait = waitForEnd) {
    const TemporaryFolder home;
    QProcessEnvironment variables = cleanEnvironment(home.path());
    for (const auto& [name, value] : environment) {
        variables.insert(QString::fromStdString(name), QString::fromStdString(value));
    }
    QStringList words;
    for (const std::string& argument : arguments) {
        words.append(QString::fromStdString(argument));
    }

    QProcess process;
    process.setProcessEnvironment(variables);
    process.setStandardInputFile(QProcess::nullDevice());
    process.setChildProcessModifier(beforeStart);
    process.start(SEXTANT_PROGRAM, words);
    const bool ended = wait(process);
    const bool normally = ended && process.exitStatus() == QProcess::NormalExit;
    Outcome outcome{normally ? process.exitCode() : -1, process.readAllStandardOutput().toStdString(),
                    process.readAllStandardError().toStdString()};
    process.kill();
    process.waitForFinished();
    return outcome;
}

} // namespace

Outcome run(const std::vector<std::string>& arguments, const std::map<std::string, std::string>& environment,
            const Streams& streams) {
    return runProgram(arguments, environment, [streams] {
        change(STDIN_FILENO, streams.in);
        change(STDOUT_FILENO, streams.out);
        change(STDERR_FILENO, streams.err);
    });
}

SignalledRun runUntil(const std::filesystem::path& mark, int signal,
                      const std::vector<std::string>& arguments,
                      const std::map<std::string, std::string>& environment,
                      std::chrono::milliseconds patience) {
    SignalledRun run;
    run.outcome = runProgram(
        arguments, environment, [] {},
        [&](QProcess& process) {
            QElapsedTimer time;
            time.start();
            while (!std::filesystem::exists(mark)) {
                if (process.waitForFinished(1) || process.state() == QProcess::NotRunning ||
                    time.elapsed() > longestRunMilliseconds) {
                    return process.state() == QProcess::NotRunning;
                }
            }
            run.hasBegun = true;
            time.restart();
            ::kill(static_cast<pid_t>(process.processId()), signal);
            const bool ended = process.waitForFinished(static_cast<int>(patience.count()));
            run.fromSignalToEnd = std::chrono::milliseconds(time.elapsed());
            return ended;
        });
    return run;
}

Outcome runWithin(std::size_t mebibytes, const std::vector<std::string>& arguments,
                  const std::map<std::string, std::string>& environment) {
    return runProgram(arguments, environment, [mebibytes] {
        const rlim_t bytes = static_cast<rlim_t>(mebibytes) << 20;
        const rlimit limit{bytes, bytes};
        ::setrlimit(RLIMIT_AS, &limit);
    });
}

Outcome runWithFiles(std::size_t files, const std::vector<std::string>& arguments,
                     const std::map<std::string, std::string>& environment) {
    return runProgram(arguments, environment, [files] {
        const rlimit limit{files, files};
        ::setrlimit(RLIMIT_NOFILE, &limit);
    });
}

std::filesystem::path artifact(const std::string& name) {
    return std::filesystem::path(SEXTANT_TEST_DATA) / "artifacts" / (name + ".json");
}

std::string contentOf(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    if (!stream) {
        throw std::runtime_error("cannot read " + path.string());
    }
    std::ostringstream content;
    content << stream.rdbuf();
    return content.str();
}

TemporaryFolder::TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sextant-test-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error("cannot make a temporary folder");
    }
    path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TemporaryFolder::write(const std::string& name, const std::string& content) const {
    std::filesystem::path file = path_ / name;
    std::ofstream(file, std::ios::binary) << content;
    return file;
}

std::vector<std::string> TemporaryFolder::names() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
        names.push_back(entry.path().filename().string());
    }
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace sextant::test
