// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/mapped_file.h"

#include "core/base/file_descriptor.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <system_error>

#include <fmt/format.h>

namespace sextant::tensor {
namespace {

tl::unexpected<Error> systemFailure(const std::filesystem::path& path, int code) {
    if (path.empty()) {
        return failure(ErrorCode::NotFound, path, {}, "the name of a file to read is empty");
    }
    const bool absent = code == ENOENT || code == ENOTDIR;
    std::error_code none;
    if (const std::filesystem::path target = std::filesystem::read_symlink(path, none); absent && !none) {
        return failure(ErrorCode::NotFound, path, {},
                       fmt::format("is a link to {}, which is missing", target.string()));
    }
    return absent ? failure(ErrorCode::NotFound, path, {}, "there is no such file")
                  : failure(ErrorCode::Unreadable, path, {},
                            fmt::format("cannot be read ({})", std::strerror(code)));
}

void advise(std::span<const std::byte> part, int advice) {
    if (part.empty()) {
        return;
    }
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const std::uintptr_t intoPage = reinterpret_cast<std::uintptr_t>(part.data()) % page;
    ::madvise(const_cast<std::byte*>(part.data()) - intoPage, part.size() + intoPage, advice);
}

} // namespace

Result<std::shared_ptr<const MappedFile>> MappedFile::open(const std::filesystem::path& path) {
    // A pipe is refused like anything else that is not a file; opening it must not wait for a writer.
    const FileDescriptor descriptor = FileDescriptor::open(path, O_RDONLY | O_NONBLOCK);
    struct stat status {};
    if (descriptor.get() < 0 || ::fstat(descriptor.get(), &status) != 0) {
        return systemFailure(path, errno);
    }
    if (!S_ISREG(status.st_mode)) {
        return failure(ErrorCode::Unreadable, path, {},
                       S_ISDIR(status.st_mode) ? "is a folder, not a file" : "is not a regular file");
    }
    const auto size = static_cast<std::size_t>(status.st_size);
    if (size == 0) { // the system refuses to map nothing
        return std::shared_ptr<const MappedFile>(new MappedFile({}));
    }
    void* address = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor.get(), 0);
    if (address == MAP_FAILED) {
        return systemFailure(path, errno);
    }
    return std::shared_ptr<const MappedFile>(new MappedFile({static_cast<const std::byte*>(address), size}));
}

void MappedFile::prefetch(std::span<const std::byte> part) {
    advise(part, MADV_WILLNEED);
}

void MappedFile::releasePages(std::span<const std::byte> part) {
    advise(part, MADV_DONTNEED);
}

MappedFile::Mapping::~Mapping() {
    if (!bytes.empty()) {
        ::munmap(const_cast<std::byte*>(bytes.data()), bytes.size());
    }
}

} // namespace sextant::tensor
