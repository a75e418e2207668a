// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_descriptor.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

namespace sextant {
namespace {

/// Calls `transfer(bytes that are left)` until none are left or it fails.
template <typename Byte, typename Transfer>
bool transferAll(std::span<Byte> bytes, const Transfer& transfer) {
    while (!bytes.empty()) {
        const ssize_t moved = transfer(bytes);
        if (moved == 0) {
            errno = EIO; // a file that ends early, or a device that takes nothing
            return false;
        }
        if (moved < 0 && errno != EINTR) {
            return false;
        }
        bytes = bytes.subspan(moved < 0 ? 0 : static_cast<std::size_t>(moved));
    }
    return true;
}

} // namespace

FileDescriptor::FileDescriptor(FileDescriptor&& other) noexcept : value_(std::exchange(other.value_, -1)) {}

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
    std::swap(value_, other.value_);
    return *this;
}

FileDescriptor::~FileDescriptor() {
    const int reason = errno; // callers report it after this is gone
    if (value_ >= 0) {
        ::close(value_);
    }
    errno = reason;
}

FileDescriptor FileDescriptor::open(const std::filesystem::path& path, int flags, unsigned mode) {
    int value = -1;
    do {
        value = ::open(path.c_str(), flags | O_CLOEXEC, mode);
    } while (value < 0 && errno == EINTR);
    return FileDescriptor(value);
}

bool FileDescriptor::close() {
    return ::close(std::exchange(value_, -1)) == 0; // closed even when it fails: never closed twice
}

bool FileDescriptor::write(std::span<const std::byte> bytes) const {
    return transferAll(
        bytes, [this](std::span<const std::byte> left) { return ::write(value_, left.data(), left.size()); });
}

bool FileDescriptor::writeAt(std::span<const std::byte> bytes, std::int64_t offset) const {
    return transferAll(
        bytes, [&, end = offset + static_cast<std::int64_t>(bytes.size())](std::span<const std::byte> left) {
            return ::pwrite(value_, left.data(), left.size(), end - static_cast<std::int64_t>(left.size()));
        });
}

bool FileDescriptor::readAt(std::span<std::byte> bytes, std::int64_t offset) const {
    return transferAll(
        bytes, [&, end = offset + static_cast<std::int64_t>(bytes.size())](std::span<std::byte> left) {
            return ::pread(value_, left.data(), left.size(), end - static_cast<std::int64_t>(left.size()));
        });
}

bool FileDescriptor::isAt(const std::filesystem::path& path) const {
    struct stat own {};
    struct stat there {};
    return ::fstat(value_, &own) == 0 && ::stat(path.c_str(), &there) == 0 && own.st_dev == there.st_dev &&
           own.st_ino == there.st_ino;
}

bool FileDescriptor::flush() const {
    return ::fdatasync(value_) == 0;
}

} // namespace sextant
