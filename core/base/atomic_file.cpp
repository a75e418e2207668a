// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/atomic_file.h"

#include "core/base/file_descriptor.h"
#include "core/base/output_file.h"
#include "core/base/random_name.h"
#include "core/base/try.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include <fmt/format.h>

namespace sextant {
namespace {

tl::unexpected<Error> writeFailure(const std::filesystem::path& path, const char* doing) {
    return failure(ErrorCode::WriteFailed, path, {},
                   fmt::format("cannot {} ({})", doing, std::strerror(errno)));
}

/// What `target` points to when it is a symbolic link: a rename would put a file in place of the link.
std::filesystem::path throughLinks(const std::filesystem::path& target) {
    std::error_code code;
    const bool link = std::filesystem::is_symlink(target, code);
    std::filesystem::path place = link ? std::filesystem::canonical(target, code) : target;
    return code ? target : place;
}

/// Writes, flushes and renames; what is left to do on failure is to remove the temporary file.
Result<void> writeThenRename(const std::filesystem::path& temporary, const std::filesystem::path& place,
                             const std::function<Result<void>(const std::filesystem::path&)>& write) {
    TRY(write(temporary));
    // The content must be on the disk before the name points at it, or a crash could leave an empty file.
    TRY(flushFile(temporary));
    if (std::rename(temporary.c_str(), place.c_str()) != 0) {
        return writeFailure(temporary, "put the finished file in place");
    }
    return {};
}

} // namespace

Result<std::filesystem::path> createTemporaryBeside(const std::filesystem::path& target) {
    constexpr int attempts = 100; // one is enough unless someone guesses 64 bits
    for (int i = 0; i < attempts; ++i) {
        const std::filesystem::path path = target.parent_path() / randomNameLike(target);
        const FileDescriptor file =
            FileDescriptor::open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0666);
        if (file.isOpen()) {
            return path;
        }
        if (errno != EEXIST) {
            break;
        }
    }
    return writeFailure(target, "create the file");
}

Result<void> flushFile(const std::filesystem::path& path) {
    const FileDescriptor file = FileDescriptor::open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    if (!file.isOpen() || ::fsync(file.get()) != 0) {
        return writeFailure(path, "flush the file to the disk");
    }
    return {};
}

Result<void> flushFolderOf(const std::filesystem::path& path) {
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    const FileDescriptor file = FileDescriptor::open(folder, O_RDONLY | O_DIRECTORY);
    const bool broken = file.isOpen() && ::fsync(file.get()) != 0 && errno != EINVAL && errno != ENOTSUP;
    return broken ? writeFailure(folder, "flush the folder to the disk") : Result<void>{};
}

Result<void> replaceFile(const std::filesystem::path& target,
                         const std::function<Result<void>(const std::filesystem::path&)>& write) {
    std::error_code ignored;
    const std::filesystem::file_type type = std::filesystem::status(target, ignored).type();
    if (type == std::filesystem::file_type::character || type == std::filesystem::file_type::fifo) {
        return write(
            target); // /dev/null, /dev/stdout: there is nothing to keep, and a file there would do harm
    }
    const std::filesystem::path place = throughLinks(target);
    const auto asTarget = [&](Error error, const std::filesystem::path& temporary) {
        // The person asked for this file; the temporary name would only puzzle.
        error.file = error.file == temporary ? target : error.file;
        return tl::make_unexpected(std::move(error));
    };
    Result<std::filesystem::path> temporary = createTemporaryBeside(place);
    if (!temporary) {
        return asTarget(std::move(temporary).error(), place);
    }
    if (Result<void> done = writeThenRename(*temporary, place, write); !done) {
        std::filesystem::remove(*temporary, ignored);
        return asTarget(std::move(done).error(), *temporary);
    }
    return flushFolderOf(place);
}

Result<void> replaceFile(const std::filesystem::path& target, std::string_view content) {
    return replaceFile(target, [content](const std::filesystem::path& temporary) {
        OutputFile file(temporary);
        file.write(content.data(), content.size());
        return file.close();
    });
}

} // namespace sextant
