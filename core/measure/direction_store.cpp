// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/direction_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <limits>

#include <fmt/format.h>

namespace sextant::measure {
namespace {

tl::unexpected<Error> storeFailure(const std::filesystem::path& path, const std::string& doing, int code) {
    return failure(ErrorCode::WriteFailed, path, {},
                   fmt::format("cannot {} ({})", doing, std::strerror(code)));
}

} // namespace

Result<std::shared_ptr<DirectionStore>> DirectionStore::open(const std::filesystem::path& path,
                                                             std::int64_t vectors, std::int64_t length) {
    std::int64_t bytes = 0;
    if (__builtin_mul_overflow(vectors, length, &bytes) ||
        __builtin_mul_overflow(bytes, static_cast<std::int64_t>(sizeof(float)), &bytes)) {
        return storeFailure(path, "hold so many directions", EFBIG);
    }
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        return storeFailure(path, "create the working file", errno);
    }
    std::shared_ptr<DirectionStore> store(new DirectionStore(path, descriptor, length));
    const int code = ::posix_fallocate(descriptor, 0, bytes);
    // Some file systems cannot reserve; the size alone then has to do.
    const bool reserved =
        code == 0 || ((code == EOPNOTSUPP || code == EINVAL) && ::ftruncate(descriptor, bytes) == 0);
    if (!reserved) {
        return storeFailure(
            path,
            fmt::format("reserve the {:.1f} MB that the directions need", static_cast<double>(bytes) / 1e6),
            code);
    }
    return store;
}

DirectionStore::~DirectionStore() {
    ::close(descriptor_);
}

Result<void> DirectionStore::write(std::int64_t vector, std::span<const float> values) {
    const auto* next = reinterpret_cast<const char*>(values.data());
    std::size_t left = values.size_bytes();
    std::int64_t position = vector * length_ * static_cast<std::int64_t>(sizeof(float));
    while (left > 0) {
        const ssize_t written = ::pwrite(descriptor_, next, left, position);
        if (written < 0 && errno != EINTR) {
            return storeFailure(path_, "write the working file", errno);
        }
        const auto done = written < 0 ? std::size_t{0} : static_cast<std::size_t>(written);
        next += done;
        left -= done;
        position += static_cast<std::int64_t>(done);
    }
    return {};
}

Result<void> DirectionStore::read(std::int64_t vector, std::span<float> values) const {
    auto* next = reinterpret_cast<char*>(values.data());
    std::size_t left = values.size_bytes();
    std::int64_t position = vector * length_ * static_cast<std::int64_t>(sizeof(float));
    while (left > 0) {
        const ssize_t got = ::pread(descriptor_, next, left, position);
        if (got == 0 || (got < 0 && errno != EINTR)) {
            return storeFailure(path_, "read the working file", got == 0 ? EIO : errno);
        }
        const auto done = got < 0 ? std::size_t{0} : static_cast<std::size_t>(got);
        next += done;
        left -= done;
        position += static_cast<std::int64_t>(done);
    }
    return {};
}

void DirectionStore::flush() const {
    ::fdatasync(descriptor_);
}

} // namespace sextant::measure
