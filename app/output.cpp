// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/output.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <span>
#include <utility>

#include <fmt/format.h>

namespace sextant::app {
namespace {

constexpr std::size_t kPieceSize = std::size_t{1} << 16;

} // namespace

void reserveStandardStreams() {
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(stream, F_GETFD) < 0 && errno == EBADF) {
            // Open for the wrong direction, so that its use fails. open() takes the lowest free number: this
            // one, since the streams before it are open by now.
            [[maybe_unused]] const int placeHolder =
                ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        }
    }
}

void printError(std::string_view text) noexcept {
    while (!text.empty()) {
        const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
        if (written <= 0 && errno != EINTR) {
            return;
        }
        text.remove_prefix(written > 0 ? static_cast<std::size_t>(written) : 0);
    }
}

StandardOutput::StandardOutput() : file_(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1)) {
    code_ = file_.isOpen() ? 0 : errno;
}

void StandardOutput::print(std::string_view text) {
    if (code_ == 0 && !file_.write(std::as_bytes(std::span(text)))) {
        code_ = errno;
    }
}

Result<void> StandardOutput::result() const {
    return code_ == 0 ? Result<void>{}
                      : failure(ErrorCode::WriteFailed, {}, "standard output",
                                fmt::format("could not be written ({})", std::strerror(code_)));
}

PieceBuffer::PieceBuffer(std::function<void(std::string_view)> pass)
    : pass_(std::move(pass)),
      buffer_(kPieceSize, '\0') {
    setp(buffer_.data(), buffer_.data() + buffer_.size());
}

PieceBuffer::int_type PieceBuffer::overflow(int_type character) {
    sync();
    return traits_type::eq_int_type(character, traits_type::eof())
               ? traits_type::not_eof(character)
               : sputc(traits_type::to_char_type(character));
}

int PieceBuffer::sync() {
    pass_({pbase(), static_cast<std::size_t>(pptr() - pbase())});
    setp(buffer_.data(), buffer_.data() + buffer_.size());
    return 0;
}

} // namespace sextant::app
