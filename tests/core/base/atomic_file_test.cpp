// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"
#include "core/base/output_file.h"

#include "tests/core/temporary_folder.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <set>
#include <sstream>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gmock/gmock.h>

namespace sextant {
namespace {

class AtomicFileTest : public TemporaryFolderTest {
protected:
    static std::string contentOf(const std::filesystem::path& path) {
        std::ostringstream content;
        content << std::ifstream(path, std::ios::binary).rdbuf();
        return content.str();
    }
    std::vector<std::string> namesInFolder() const {
        std::vector<std::string> names;
        for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
            names.push_back(entry.path().filename().string());
        }
        return names;
    }
};

/// While it lives no file of this process may grow beyond `bytes`, as on a full disk.
class FileSizeLimit {
public:
    explicit FileSizeLimit(rlim_t bytes) : handler_(std::signal(SIGXFSZ, SIG_IGN)) {
        ::getrlimit(RLIMIT_FSIZE, &before_);
        const rlimit limit{bytes, before_.rlim_max};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
    ~FileSizeLimit() {
        ::setrlimit(RLIMIT_FSIZE, &before_);
        std::signal(SIGXFSZ, handler_);
    }
    FileSizeLimit(const FileSizeLimit&) = delete;
    FileSizeLimit& operator=(const FileSizeLimit&) = delete;

private:
    void (*handler_)(int);
    rlimit before_{};
};

TEST_F(AtomicFileTest, WritesANewFile) {
    ASSERT_TRUE(replaceFile(folder_ / "a.json", "content"));
    EXPECT_EQ(contentOf(folder_ / "a.json"), "content");
    EXPECT_THAT(namesInFolder(), testing::ElementsAre("a.json"));
}

TEST_F(AtomicFileTest, ASymbolicLinkStaysOne) {
    const auto path = write("a.json", "old");
    std::filesystem::create_symlink("a.json", folder_ / "link.json");
    ASSERT_TRUE(replaceFile(folder_ / "link.json", "new"));
    EXPECT_TRUE(std::filesystem::is_symlink(folder_ / "link.json"));
    EXPECT_EQ(contentOf(path), "new");
}

TEST_F(AtomicFileTest, APipeIsWrittenAndStaysOne) {
    const auto path = folder_ / "pipe";
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    const int reader = ::open(path.c_str(), O_RDONLY | O_NONBLOCK);
    ASSERT_GE(reader, 0);
    EXPECT_TRUE(replaceFile(path, "content"));
    std::string read(20, ' ');
    read.resize(static_cast<std::size_t>(std::max<ssize_t>(::read(reader, read.data(), read.size()), 0)));
    ::close(reader);
    EXPECT_EQ(read, "content");
    EXPECT_TRUE(std::filesystem::is_fifo(path));
}

TEST_F(AtomicFileTest, ReplacesAnOldFile) {
    const auto path = write("a.json", "a longer old content");
    ASSERT_TRUE(replaceFile(path, "new"));
    EXPECT_EQ(contentOf(path), "new");
}

TEST_F(AtomicFileTest, TheOldFileStandsWhileTheNewOneIsWritten) {
    const auto path = write("a.json", "old");
    ASSERT_TRUE(replaceFile(path, [&](const std::filesystem::path& temporary) -> Result<void> {
        EXPECT_EQ(temporary.parent_path(), path.parent_path())
            << "a rename is atomic within one file system only";
        EXPECT_EQ(temporary.extension(), path.extension());
        std::ofstream(temporary) << "new";
        EXPECT_EQ(contentOf(path), "old");
        return {};
    }));
    EXPECT_EQ(contentOf(path), "new");
}

TEST_F(AtomicFileTest, AFailedWriteLeavesTheOldFileAndNothingElse) {
    const auto path = write("a.json", "old");
    const auto result = replaceFile(path, [](const std::filesystem::path& temporary) -> Result<void> {
        std::ofstream(temporary) << "half";
        return failure(ErrorCode::Cancelled, temporary, {}, "cancelled");
    });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(result.error().file, path) << "not the temporary name, which nobody asked for";
    EXPECT_EQ(contentOf(path), "old");
    EXPECT_THAT(namesInFolder(), testing::ElementsAre("a.json"));
}

TEST_F(AtomicFileTest, AFullDiskLeavesTheOldFileAndNothingElse) {
    const auto path = write("a.json", "old");
    const FileSizeLimit limit(1000);
    const auto result = replaceFile(path, std::string(100000, 'x'));
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::WriteFailed);
    EXPECT_EQ(result.error().file, path);
    EXPECT_EQ(contentOf(path), "old");
    EXPECT_THAT(namesInFolder(), testing::ElementsAre("a.json"));
}

TEST_F(AtomicFileTest, TakesTheLongestLegalNames) {
    for (const std::size_t length : {249, 255}) {
        const auto path = folder_ / (std::string(length - 5, 'a') + ".json");
        EXPECT_TRUE(replaceFile(path, "content"));
        EXPECT_EQ(contentOf(path), "content");
    }
}

TEST_F(AtomicFileTest, CutsALongNameBetweenCharacters) {
    std::string name = "a";
    for (int i = 0; i < 100; ++i) {
        name += "\u00e9";
    }
    const auto temporary = createTemporaryBeside(folder_ / (name + ".json"));
    ASSERT_TRUE(temporary);
    EXPECT_THAT(temporary->filename().string(), testing::StartsWith(".a\u00e9"));
    EXPECT_THAT(temporary->filename().string(), testing::HasSubstr("\u00e9."));
}

TEST_F(AtomicFileTest, EachTemporaryFileIsANewOne) {
    const auto path = folder_ / "a.json";
    std::set<std::filesystem::path> names;
    for (int i = 0; i < 20; ++i) {
        const auto temporary = createTemporaryBeside(path);
        ASSERT_TRUE(temporary);
        EXPECT_TRUE(std::filesystem::is_regular_file(std::filesystem::symlink_status(*temporary)));
        names.insert(temporary->filename());
    }
    EXPECT_EQ(names.size(), 20U);
}

/// A process number, a counter or a clock leaves most bits as they are from one name to the next, and what a
/// process drew at its start goes on alike in its copy. By chance none of this happens in 2^50 runs.
TEST_F(AtomicFileTest, TemporaryNamesCannotBeGuessed) {
    const auto path = folder_ / "a.json";
    const auto numbers = [&path] {
        std::array<std::uint64_t, 64> found{};
        for (std::uint64_t& number : found) {
            const std::string name = createTemporaryBeside(path)->filename().string();
            const std::size_t begin = std::string_view(".a.").size();
            number = std::stoull(name.substr(begin, name.find('.', begin) - begin), nullptr, 16);
        }
        return found;
    };
    (void)numbers(); // whatever is drawn once is drawn
    std::array<int, 2> pipe{};
    ASSERT_EQ(::pipe(pipe.data()), 0);
    const pid_t copy = ::fork();
    if (copy == 0) {
        std::array<std::uint64_t, 64> found{};
        try {
            found = numbers();
        } catch (...) {
            ::_exit(2); // not to run the other tests a second time
        }
        const bool told = ::write(pipe[1], found.data(), sizeof found) == ssize_t{sizeof found};
        ::_exit(told ? 0 : 1);
    }
    ::close(pipe[1]);
    const auto own = numbers();
    decltype(numbers()) others{};
    const ssize_t bytes = ::read(pipe[0], others.data(), sizeof others);
    ASSERT_EQ(::waitpid(copy, nullptr, 0), copy);
    ASSERT_EQ(bytes, ssize_t{sizeof others});
    ::close(pipe[0]);

    std::uint64_t changed = 0;
    for (std::size_t i = 1; i < own.size(); ++i) {
        changed |= own[i] ^ own[0];
        const std::uint64_t step = std::max(own[i], own[i - 1]) - std::min(own[i], own[i - 1]);
        EXPECT_GT(step, std::uint64_t{1} << 4) << "the next name follows from the one before";
    }
    EXPECT_EQ(changed, ~std::uint64_t{0}) << "some bits are the same in every name";
    std::set<std::uint64_t> all(own.begin(), own.end());
    all.insert(others.begin(), others.end());
    EXPECT_EQ(all.size(), own.size() + others.size()) << "a copy of the process draws the same names";
}

TEST_F(AtomicFileTest, GivesNewFilesTheUsualPermissions) {
    const mode_t before = ::umask(0027);
    EXPECT_TRUE(replaceFile(folder_ / "a.json", "content"));
    ::umask(before);
    EXPECT_EQ(std::filesystem::status(folder_ / "a.json").permissions(), std::filesystem::perms{0640});
}

TEST_F(AtomicFileTest, ALinkPutInPlaceOfTheTemporaryFileIsNotFollowedByTheFlush) {
    const auto victim = write("victim", "untouched");
    const auto result = replaceFile(folder_ / "a.json", [&](const std::filesystem::path& temporary) {
        std::filesystem::remove(temporary);
        std::filesystem::create_symlink(victim, temporary);
        return Result<void>{};
    });
    ASSERT_FALSE(result);
    EXPECT_EQ(contentOf(victim), "untouched");
    EXPECT_THAT(namesInFolder(), testing::ElementsAre("victim"));
}

TEST_F(AtomicFileTest, AStopWhileWritingLeavesTheOldFile) {
    const auto path = write("a.json", "old");
    const auto result = replaceFile(path, [](const std::filesystem::path& temporary) {
        std::stop_source stop;
        OutputFile file(temporary, stop.get_token());
        file.write("half", 4);
        stop.request_stop();
        file.write("rest", 4);
        return file.close();
    });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(contentOf(path), "old");
    EXPECT_THAT(namesInFolder(), testing::ElementsAre("a.json"));
}

TEST_F(AtomicFileTest, AStopBetweenTwoPiecesLeavesTheOldFile) {
    const auto path = write("a.json", "old");
    std::stop_source stop;
    const auto result = replaceFile(path, stop.get_token(), [&](OutputFile& file) {
        file.write("half", 4);
        stop.request_stop();
        file.write("rest", 4);
    });
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(contentOf(path), "old");
    EXPECT_THAT(namesInFolder(), testing::ElementsAre("a.json"));
}

TEST_F(AtomicFileTest, AProgramThatEndsInTheMiddleLeavesTheOldFileAndNothingElse) {
    const auto path = write("a.json", "old");
    if (const int nameless = ::open(folder_.c_str(), O_WRONLY | O_TMPFILE, 0600); nameless >= 0) {
        ::close(nameless);
    } else {
        GTEST_SKIP() << "this file system has no files without a name";
    }
    const pid_t child = ::fork();
    if (child == 0) {
        static_cast<void>(replaceFile(path, {}, [](OutputFile& file) {
            file.write("half", 4);
            ::_exit(7);
        }));
        ::_exit(1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(WEXITSTATUS(status), 7);
    EXPECT_EQ(contentOf(path), "old");
    EXPECT_THAT(namesInFolder(), testing::ElementsAre("a.json"));
}

TEST_F(AtomicFileTest, AFolderThatIsNotThereIsAnError) {
    const auto result = replaceFile(folder_ / "absent" / "a.json", "content");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::WriteFailed);
    EXPECT_EQ(result.error().file, folder_ / "absent" / "a.json");
}

TEST_F(AtomicFileTest, AFolderInTheWayIsAnErrorAndStays) {
    std::filesystem::create_directories(folder_ / "a.json" / "inside");
    ASSERT_FALSE(replaceFile(folder_ / "a.json", "content"));
    EXPECT_THAT(namesInFolder(), testing::ElementsAre("a.json"));
    EXPECT_TRUE(std::filesystem::is_directory(folder_ / "a.json" / "inside"));
}

} // namespace
} // namespace sextant
