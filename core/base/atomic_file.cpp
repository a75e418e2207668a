// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"

#include "core/base/output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

namespace sextant {
namespace {

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

/// What `target` points to when it is a symbolic link: a rename would put a file in place of the link.
std::filesystem::path throughLinks(const std::filesystem::path& target) {
    std::error_code code;
    const bool link = std::filesystem::is_symlink(target, code);
    std::filesystem::path place = link ? std::filesystem::canonical(target, code) : target;
    return code ? target : place;
}

} // namespace

std::filesystem::path temporaryBeside(const std::filesystem::path& target) {
    return target.parent_path() /
           fmt::format(".{}.{}.partial{}", target.stem().string(), ::getpid(), target.extension().string());
}

Result<void> replaceFile(const std::filesystem::path& target,
                         const std::function<Result<void>(const std::filesystem::path&)>& write) {
    std::error_code ignored;
    const std::filesystem::file_type type = std::filesystem::status(target, ignored).type();
    if (type == std::filesystem::file_type::character || type == std::filesystem::file_type::fifo) {
        return write(
            target); // /dev/null, /dev/stdout: nothing to keep, and a file in its place would do harm
    }
    const std::filesystem::path place = throughLinks(target);
    const std::filesystem::path temporary = temporaryBeside(place);
    if (Result<void> written = write(temporary); !written) {
        std::filesystem::remove(temporary, ignored);
        Error error = std::move(written).error();
        if (error.file == temporary) {
            error.file = target; // the person asked for this file; the temporary name would only puzzle
        }
        return tl::make_unexpected(std::move(error));
    }
    if (!flushToDisk(temporary) || ::rename(temporary.c_str(), place.c_str()) != 0) {
        const int code = errno;
        std::filesystem::remove(temporary, ignored);
        return failure(ErrorCode::WriteFailed, target, {},
                       fmt::format("cannot put the finished file in place ({})", std::strerror(code)));
    }
    return {};
}

Result<void> replaceFile(const std::filesystem::path& target, std::string_view content) {
    return replaceFile(target, [content](const std::filesystem::path& temporary) {
        OutputFile file(temporary);
        file.write(content.data(), content.size());
        return file.close();
    });
}

} // namespace sextant
