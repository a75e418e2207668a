// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/direction_store.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

namespace sextant::measure {
namespace {

tl::unexpected<Error> storeFailure(const std::filesystem::path& path, const std::string& doing, int code) {
    const bool tooLarge = code == ENOSPC || code == EFBIG || code == EDQUOT;
    return failure(ErrorCode::WriteFailed, path, {},
                   fmt::format("cannot {} ({})", doing, std::strerror(code)),
                   tooLarge ? std::optional(Advice::LowerTopk) : std::nullopt);
}

} // namespace

Result<std::shared_ptr<DirectionStore>> DirectionStore::open(const std::filesystem::path& path,
                                                             std::int64_t vectors, std::int64_t length) {
    std::int64_t bytes = 0;
    if (__builtin_mul_overflow(vectors, length, &bytes) ||
        __builtin_mul_overflow(bytes, static_cast<std::int64_t>(sizeof(float)), &bytes)) {
        return storeFailure(path, "hold so many directions", EFBIG);
    }
    FileDescriptor file = FileDescriptor::open(path, O_RDWR | O_CREAT | O_NOFOLLOW, 0600);
    if (!file.isOpen()) {
        return storeFailure(path, "create the working file", errno);
    }
    // Some file systems cannot reserve; setting the size has to do there. posix_fallocate() would write every
    // block instead, for minutes, and could not be stopped.
    const int code = ::fallocate(file.get(), 0, 0, bytes) == 0 ? 0 : errno;
    const bool isReserved =
        code == 0 || ((code == EOPNOTSUPP || code == EINVAL) && ::ftruncate(file.get(), bytes) == 0);
    if (!isReserved) {
        return storeFailure(
            path,
            fmt::format("reserve the {:.1f} MB that the directions need", static_cast<double>(bytes) / 1e6),
            code);
    }
    return std::shared_ptr<DirectionStore>(new DirectionStore(path, std::move(file), length));
}

std::int64_t DirectionStore::offsetOf(std::int64_t vector) const {
    return vector * length_ * static_cast<std::int64_t>(sizeof(float));
}

Result<void> DirectionStore::write(std::int64_t vector, std::span<const float> values) {
    return file_.writeAt(std::as_bytes(values), offsetOf(vector))
               ? Result<void>{}
               : storeFailure(path_, "write the working file", errno);
}

Result<void> DirectionStore::read(std::int64_t vector, std::span<float> values) const {
    return file_.readAt(std::as_writable_bytes(values), offsetOf(vector))
               ? Result<void>{}
               : storeFailure(path_, "read the working file", errno);
}

Result<void> DirectionStore::flush() const {
    return file_.flush() ? Result<void>{} : storeFailure(path_, "flush the working file to the disk", errno);
}

} // namespace sextant::measure
