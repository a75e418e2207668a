// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/output_file.h"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <span>

#include <fmt/format.h>

namespace sextant {

OutputFile::OutputFile(const std::filesystem::path& path, std::stop_token stop)
    : OutputFile(FileDescriptor::open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666), path, std::move(stop)) {}

OutputFile::OutputFile(FileDescriptor file, std::filesystem::path path, std::stop_token stop)
    : path_(std::move(path)),
      stop_(std::move(stop)),
      file_(std::move(file)) {
    note(file_.isOpen());
    doing_ = isGood() ? "write the file" : doing_;
}

void OutputFile::note(bool succeeded) {
    if (!succeeded && code_ == 0) {
        code_ = errno;
    }
}

void OutputFile::write(const void* bytes, std::size_t size) {
    constexpr std::size_t piece = std::size_t{8} << 20; // some milliseconds between two looks at the token
    const auto* next = static_cast<const std::byte*>(bytes);
    while (size > 0 && isGood()) {
        const std::size_t count = std::min(size, piece);
        if (stop_.stop_requested()) {
            code_ = ECANCELED;
            return;
        }
        note(file_.write({next, count}));
        next += count;
        size -= count;
    }
}

Result<void> OutputFile::close() {
    if (file_.isOpen()) {
        note(file_.close());
    }
    if (code_ == ECANCELED) {
        return failure(ErrorCode::Cancelled, path_, {}, "writing was stopped");
    }
    return isGood() ? Result<void>{}
                    : failure(ErrorCode::WriteFailed, path_, {},
                              fmt::format("cannot {} ({})", doing_, std::strerror(code_)));
}

} // namespace sextant
