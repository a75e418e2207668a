// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/working_folder.h"

#include "core/base/file_descriptor.h"
#include "core/base/random_name.h"
#include "core/base/try.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>

namespace sextant::measure {
namespace {

Result<void> makeFolder(const std::filesystem::path& path) {
    if (::mkdir(path.c_str(), S_IRWXU) == 0 || errno == EEXIST) {
        return {};
    }
    const std::string reason = std::strerror(errno);
    std::error_code ignored;
    return failure(ErrorCode::WriteFailed,
                   path.has_parent_path() ? path.parent_path() : std::filesystem::current_path(ignored), {},
                   fmt::format("the folder cannot be written to ({})", reason));
}

/// Nobody else may put a file or a link of a known name into the folder.
Result<void> claimFolder(const std::filesystem::path& path) {
    const FileDescriptor folder = FileDescriptor::open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    if (!folder.isOpen()) { // a file or a link, or a folder that is closed to us
        return failure(ErrorCode::WriteFailed, path, {},
                       fmt::format("is in the way of the working folder ({})", std::strerror(errno)));
    }
    struct stat status {};
    if (::fstat(folder.get(), &status) != 0 || status.st_uid != ::geteuid()) {
        return failure(ErrorCode::WriteFailed, path, {},
                       "is in the way of the working folder: it belongs to another user");
    }
    if (::fchmod(folder.get(), S_IRWXU) != 0) {
        return failure(ErrorCode::WriteFailed, path, {},
                       fmt::format("cannot be made private ({})", std::strerror(errno)));
    }
    return {};
}

} // namespace

Result<std::unique_ptr<WorkingFolder>> WorkingFolder::create(const std::filesystem::path& path,
                                                             std::vector<std::string> names) {
    TRY(makeFolder(path));
    TRY(claimFolder(path));
    return std::unique_ptr<WorkingFolder>(new WorkingFolder(path, std::move(names)));
}

WorkingFolder::~WorkingFolder() {
    if (kept_) {
        return;
    }
    std::vector<std::filesystem::path> own;
    std::error_code code;
    for (std::filesystem::directory_iterator entry(path_, code), end; !code && entry != end;
         entry.increment(code)) {
        const bool isOwn = std::any_of(names_.begin(), names_.end(), [&](const std::string& name) {
            return entry->path().filename() == name || isRandomNameLike(name, entry->path());
        });
        if (isOwn) {
            own.push_back(entry->path());
        }
    }
    for (const std::filesystem::path& file : own) {
        ::unlink(file.c_str());
    }
    ::rmdir(path_.c_str()); // fails, as it should, when something of others is in it
}

} // namespace sextant::measure
