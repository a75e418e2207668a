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
#include <optional>
#include <utility>

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

/// Nothing of a device or a pipe is worth keeping, and a file in its place would do harm: /dev/null.
bool isWrittenDirectly(const std::filesystem::path& target) {
    std::error_code ignored;
    const std::filesystem::file_type type = std::filesystem::status(target, ignored).type();
    return type == std::filesystem::file_type::character || type == std::filesystem::file_type::fifo;
}

/// Calls `create(path)` with random names beside `target` until there is one that nobody has.
template <typename Create>
std::optional<std::filesystem::path> withFreeNameBeside(const std::filesystem::path& target,
                                                        const Create& create) {
    constexpr int attempts = 100; // one is enough unless someone guesses 64 bits
    for (int i = 0; i < attempts; ++i) {
        std::filesystem::path path = target.parent_path() / randomNameLike(target);
        if (create(path)) {
            return path;
        }
        if (errno != EEXIST) {
            break;
        }
    }
    return std::nullopt;
}

/// Not open where the file system has no such files.
FileDescriptor openNameless([[maybe_unused]] const std::filesystem::path& folder) {
#ifdef O_TMPFILE
    return FileDescriptor::open(folder.empty() ? "." : folder, O_WRONLY | O_TMPFILE, 0666);
#else
    return {};
#endif
}

std::optional<std::filesystem::path> nameBeside(const std::filesystem::path& target,
                                                const FileDescriptor& nameless) {
    const std::string file = fmt::format("/proc/self/fd/{}", nameless.get());
    return withFreeNameBeside(target, [&](const std::filesystem::path& path) {
        return ::linkat(AT_FDCWD, file.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0;
    });
}

/// Renames; on failure the temporary file is removed.
Result<void> putInPlace(const std::filesystem::path& temporary, const std::filesystem::path& place) {
    if (std::rename(temporary.c_str(), place.c_str()) == 0) {
        return {};
    }
    const auto failed = writeFailure(place, "put the finished file in place");
    std::error_code ignored;
    std::filesystem::remove(temporary, ignored);
    return failed;
}

/// The person asked for `target`; another name of it would only puzzle.
tl::unexpected<Error> namingTarget(Error error, const std::filesystem::path& target) {
    error.file = target;
    return tl::make_unexpected(std::move(error));
}

} // namespace

Result<std::filesystem::path> createTemporaryBeside(const std::filesystem::path& target) {
    const std::optional<std::filesystem::path> path =
        withFreeNameBeside(target, [](const std::filesystem::path& name) {
            return FileDescriptor::open(name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0666).isOpen();
        });
    return path ? Result<std::filesystem::path>(*path) : writeFailure(target, "create the file");
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
    if (isWrittenDirectly(target)) {
        return write(target);
    }
    const std::filesystem::path place = throughLinks(target);
    const Result<std::filesystem::path> temporary = createTemporaryBeside(place);
    if (!temporary) {
        return namingTarget(temporary.error(), target);
    }
    // The content must be on the disk before the name points at it, or a crash could leave an empty file.
    if (Result<void> done = write(*temporary).and_then([&] { return flushFile(*temporary); }); !done) {
        std::error_code ignored;
        std::filesystem::remove(*temporary, ignored);
        return done.error().file == *temporary ? namingTarget(std::move(done).error(), target) : done;
    }
    if (Result<void> placed = putInPlace(*temporary, place); !placed) {
        return namingTarget(std::move(placed).error(), target);
    }
    return flushFolderOf(place);
}

Result<void> replaceFile(const std::filesystem::path& target, const std::stop_token& stop,
                         const std::function<void(OutputFile&)>& write) {
    const std::filesystem::path place = throughLinks(target);
    std::optional<std::filesystem::path> temporary;
    if (const FileDescriptor nameless =
            isWrittenDirectly(target) ? FileDescriptor() : openNameless(place.parent_path());
        nameless.isOpen()) {
        OutputFile file(FileDescriptor(::fcntl(nameless.get(), F_DUPFD_CLOEXEC, 0)), target, stop);
        write(file);
        TRY(file.close());
        if (!nameless.flush()) {
            return writeFailure(target, "flush the file to the disk");
        }
        temporary = nameBeside(place, nameless);
    }
    if (!temporary) {
        return replaceFile(target, [&](const std::filesystem::path& path) {
            OutputFile file(path, stop);
            write(file);
            return file.close();
        });
    }
    if (Result<void> placed = putInPlace(*temporary, place); !placed) {
        return namingTarget(std::move(placed).error(), target);
    }
    return flushFolderOf(place);
}

Result<void> replaceFile(const std::filesystem::path& target, std::string_view content) {
    return replaceFile(target, {},
                       [content](OutputFile& file) { file.write(content.data(), content.size()); });
}

} // namespace sextant
