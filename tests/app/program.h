// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace sextant::test {

/// What a finished program leaves behind.
struct Outcome {
    int status = -1; ///< the exit status; -1 when it crashed or did not end within two minutes
    std::string out;
    std::string err;
};

/// What a standard stream of the program is.
enum class Stream {
    Usual,  ///< nothing to read; output is captured
    Closed, ///< closed before the program starts
    Full,   ///< /dev/full, where every write fails
};

struct Streams {
    Stream in = Stream::Usual;
    Stream out = Stream::Usual;
    Stream err = Stream::Usual;
};

/// Runs the built program to its end, without standard input, without a display, a Hugging Face cache or any
/// word of Qt's in its environment (so that nothing but the program itself can choose to draw offscreen), and
/// with settings of its own that start empty.
Outcome run(const std::vector<std::string>& arguments,
            const std::map<std::string, std::string>& environment = {}, const Streams& streams = {});

/// A run that was sent a signal.
struct SignalledRun {
    bool hasBegun = false; ///< the mark appeared, and the signal was sent
    Outcome outcome;       ///< with status -1 when it did not end within `patience` of the signal
    std::chrono::milliseconds fromSignalToEnd{};
};

/// run() that sends `signal` to the program as soon as the file `mark` is there.
SignalledRun runUntil(const std::filesystem::path& mark, int signal,
                      const std::vector<std::string>& arguments,
                      const std::map<std::string, std::string>& environment,
                      std::chrono::milliseconds patience);

/// run() with no more than so many MiB of address space.
Outcome runWithin(std::size_t mebibytes, const std::vector<std::string>& arguments,
                  const std::map<std::string, std::string>& environment = {});

/// run() with no more than so many open files.
Outcome runWithFiles(std::size_t files, const std::vector<std::string>& arguments,
                     const std::map<std::string, std::string>& environment = {});

/// An artifact of the test data, e.g. artifact("stories260K") is ".../stories260K.json".
std::filesystem::path artifact(const std::string& name);

/// The whole file.
std::string contentOf(const std::filesystem::path& path);

/// A folder that lives as long as this object.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    const std::filesystem::path& path() const { return path_; }

    /// Writes a file in the folder and says where it is.
    std::filesystem::path write(const std::string& name, const std::string& content) const;

    /// The names in the folder, sorted; hidden ones too.
    std::vector<std::string> names() const;

private:
    std::filesystem::path path_;
};

} // namespace sextant::test
