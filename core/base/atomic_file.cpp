#include "core/base/atomic_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

namespace sextant {
namespace {

tl::unexpected<Error> writeFailure(const std::filesystem::path& target, const char* doing, int code) {
    return failure(ErrorCode::WriteFailed, target, {},
                   fmt::format("cannot {} ({})", doing, std::strerror(code)));
}

/// The bytes must be on the disk before the name points at them, or a crash could leave an empty file.
bool flushToDisk(const std::filesystem::path& path) {
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return false;
    }
    const bool flushed = ::fsync(descriptor) == 0;
    const int code = errno;
    ::close(descriptor);
    errno = code;
    return flushed;
}

Result<void> writeAll(const std::filesystem::path& path, std::string_view content) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (descriptor < 0) {
        return writeFailure(path, "create the file", errno);
    }
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno != EINTR) {
            const int code = errno;
            ::close(descriptor);
            return writeFailure(path, "write the file", code);
        }
        content.remove_prefix(written < 0 ? 0 : static_cast<std::size_t>(written));
    }
    if (::close(descriptor) != 0) {
        return writeFailure(path, "write the file", errno);
    }
    return {};
}

} // namespace

std::filesystem::path temporaryBeside(const std::filesystem::path& target) {
    return target.parent_path() /
           fmt::format(".{}.{}.partial{}", target.stem().string(), ::getpid(), target.extension().string());
}

Result<void> replaceFile(const std::filesystem::path& target,
                         const std::function<Result<void>(const std::filesystem::path&)>& write) {
    const std::filesystem::path temporary = temporaryBeside(target);
    std::error_code ignored;
    if (Result<void> written = write(temporary); !written) {
        std::filesystem::remove(temporary, ignored);
        Error error = std::move(written).error();
        if (error.file == temporary) {
            error.file = target; // the person asked for this file; the temporary name would only puzzle
        }
        return tl::make_unexpected(std::move(error));
    }
    if (!flushToDisk(temporary) || ::rename(temporary.c_str(), target.c_str()) != 0) {
        const int code = errno;
        std::filesystem::remove(temporary, ignored);
        return writeFailure(target, "put the finished file in place", code);
    }
    return {};
}

Result<void> replaceFile(const std::filesystem::path& target, std::string_view content) {
    return replaceFile(
        target, [content](const std::filesystem::path& temporary) { return writeAll(temporary, content); });
}

} // namespace sextant
