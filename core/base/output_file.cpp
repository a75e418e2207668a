// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include <fmt/format.h>

namespace sextant {

OutputFile::OutputFile(std::filesystem::path path)
    : path_(std::move(path)),
      descriptor_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)) {
    note(descriptor_ >= 0);
    doing_ = isGood() ? "write the file" : doing_;
}

OutputFile::~OutputFile() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

void OutputFile::note(bool succeeded) {
    if (!succeeded && code_ == 0) {
        code_ = errno;
    }
}

void OutputFile::write(const void* bytes, std::size_t size) {
    const char* next = static_cast<const char*>(bytes);
    while (size > 0 && isGood()) {
        const ssize_t written = ::write(descriptor_, next, size);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        note(written >= 0);
        if (written > 0) {
            next += written;
            size -= static_cast<std::size_t>(written);
        }
    }
}

Result<void> OutputFile::close() {
    if (descriptor_ >= 0) {
        note(::close(descriptor_) == 0); // some file systems report a full disk only here
        descriptor_ = -1;
    }
    return isGood() ? Result<void>{}
                    : failure(ErrorCode::WriteFailed, path_, {},
                              fmt::format("cannot {} ({})", doing_, std::strerror(code_)));
}

} // namespace sextant
