// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_descriptor.h"

#include "tests/core/temporary_folder.h"

#include <array>
#include <cerrno>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace sextant {
namespace {

class FileDescriptorTest : public TemporaryFolderTest {
protected:
    FileDescriptor create() const {
        return FileDescriptor::open(folder_ / "file", O_RDWR | O_CREAT | O_EXCL, 0600);
    }
    static bool isOpen(int value) { return ::fcntl(value, F_GETFD) >= 0; }
};

TEST_F(FileDescriptorTest, ClosesAtTheEndOfItsLife) {
    int value = -1;
    {
        const FileDescriptor file = create();
        value = file.get();
        ASSERT_TRUE(isOpen(value));
        EXPECT_NE(::fcntl(value, F_GETFD) & FD_CLOEXEC, 0) << "no child process may inherit it";
    }
    EXPECT_FALSE(isOpen(value));
}

TEST_F(FileDescriptorTest, MovingHandsTheFileOver) {
    FileDescriptor first = create();
    const int value = first.get();
    FileDescriptor second = std::move(first);
    EXPECT_EQ(second.get(), value);
    FileDescriptor third;
    third = std::move(second);
    EXPECT_EQ(third.get(), value);
    EXPECT_TRUE(isOpen(value));
}

TEST_F(FileDescriptorTest, AFailedOpenKeepsItsReasonAndNothingIsClosed) {
    const FileDescriptor file = FileDescriptor::open(folder_ / "absent", O_RDONLY);
    EXPECT_EQ(errno, ENOENT);
    EXPECT_FALSE(file.isOpen());
}

TEST_F(FileDescriptorTest, ReadsWhatItWroteWhereItWroteIt) {
    const FileDescriptor file = create();
    const std::array<int, 3> values = {1, 2, 3};
    ASSERT_TRUE(file.write(std::as_bytes(std::span(values))));
    ASSERT_TRUE(file.writeAt(std::as_bytes(std::span(values).first(1)), 2 * sizeof(int)));
    std::array<int, 2> read{};
    ASSERT_TRUE(file.readAt(std::as_writable_bytes(std::span(read)), sizeof(int)));
    EXPECT_EQ(read, (std::array<int, 2>{2, 1}));
    EXPECT_TRUE(file.flush());
}

TEST_F(FileDescriptorTest, AFileThatEndsEarlyIsAnError) {
    const FileDescriptor file = create();
    std::array<std::byte, 1> read{};
    EXPECT_FALSE(file.readAt(read, 0));
    EXPECT_EQ(errno, EIO);
}

TEST_F(FileDescriptorTest, FailuresAreReported) {
    const FileDescriptor full = FileDescriptor::open("/dev/full", O_WRONLY);
    const std::array<std::byte, 1> byte{};
    EXPECT_FALSE(full.write(byte));
    EXPECT_EQ(errno, ENOSPC);
    FileDescriptor closed(12345678);
    EXPECT_FALSE(closed.flush());
    EXPECT_FALSE(closed.close());
    EXPECT_FALSE(closed.isOpen());
}

TEST_F(FileDescriptorTest, KnowsWhetherAPathStillLeadsToIt) {
    const FileDescriptor file = FileDescriptor::open(write("some", "content"), O_RDONLY);
    EXPECT_TRUE(file.isAt(folder_ / "some"));
    std::filesystem::rename(folder_ / "some", folder_ / "other");
    EXPECT_FALSE(file.isAt(folder_ / "some"));
    EXPECT_TRUE(file.isAt(folder_ / "other"));
    write("some", "content");
    EXPECT_FALSE(file.isAt(folder_ / "some")) << "another file of the same name";
}

} // namespace
} // namespace sextant
