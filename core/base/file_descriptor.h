// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace sextant {

/// An open file of the operating system, closed at the end of its life. Functions that return false leave the
/// reason in `errno`. All but close() and assignment are safe to call from several threads.
///
///     const FileDescriptor file = FileDescriptor::open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
///     if (!file.isOpen() || !file.write(bytes) || !file.flush()) {
///         return failure(ErrorCode::WriteFailed, path, {}, std::strerror(errno));
///     }
class FileDescriptor {
public:
    FileDescriptor() = default;
    /// Takes ownership of `value`; negative means not open.
    explicit FileDescriptor(int value) : value_(value) {}
    FileDescriptor(FileDescriptor&& other) noexcept;
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;
    FileDescriptor(const FileDescriptor&) = delete;
    FileDescriptor& operator=(const FileDescriptor&) = delete;
    ~FileDescriptor();

    /// ::open() with O_CLOEXEC added, repeated when a signal interrupts it.
    [[nodiscard]] static FileDescriptor open(const std::filesystem::path& path, int flags, unsigned mode = 0);

    [[nodiscard]] bool isOpen() const { return value_ >= 0; }
    [[nodiscard]] int get() const { return value_; }

    /// Closes now. Some file systems report a failed write only here.
    [[nodiscard]] bool close();

    /// Writes all bytes at the file's position.
    [[nodiscard]] bool write(std::span<const std::byte> bytes) const;

    /// Writes all bytes at `offset`.
    [[nodiscard]] bool writeAt(std::span<const std::byte> bytes, std::int64_t offset) const;

    /// Fills `bytes` from `offset`; a file that ends before is an EIO.
    [[nodiscard]] bool readAt(std::span<std::byte> bytes, std::int64_t offset) const;

    /// True when `path` still leads to this file: false once the file or its folder was removed, renamed or
    /// replaced.
    [[nodiscard]] bool isAt(const std::filesystem::path& path) const;

    /// Returns once the content is on the disk.
    [[nodiscard]] bool flush() const;

private:
    int value_ = -1;
};

} // namespace sextant
