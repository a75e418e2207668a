// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/output_file.h"

#include <fcntl.h>

#include <cerrno>
#include <cstring>
#include <span>

#include <fmt/format.h>

namespace sextant {

OutputFile::OutputFile(std::filesystem::path path)
    : path_(std::move(path)),
      file_(FileDescriptor::open(path_, O_WRONLY | O_CREAT | O_TRUNC, 0666)) {
    note(file_.isOpen());
    doing_ = isGood() ? "write the file" : doing_;
}

void OutputFile::note(bool succeeded) {
    if (!succeeded && code_ == 0) {
        code_ = errno;
    }
}

void OutputFile::write(const void* bytes, std::size_t size) {
    if (isGood()) {
        note(file_.write({static_cast<const std::byte*>(bytes), size}));
    }
}

Result<void> OutputFile::close() {
    if (file_.isOpen()) {
        note(file_.close());
    }
    return isGood() ? Result<void>{}
                    : failure(ErrorCode::WriteFailed, path_, {},
                              fmt::format("cannot {} ({})", doing_, std::strerror(code_)));
}

} // namespace sextant
