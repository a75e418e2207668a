// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/file_descriptor.h"

#include <functional>
#include <streambuf>
#include <string>
#include <string_view>

namespace sextant::app {

/// Gives a standard stream that was closed before the program started a place holder that fails, so that no
/// file opened later takes its number and receives what is meant for the stream. Call it first in main().
void reserveStandardStreams();

/// Writes to standard error. A failure is ignored: there is nobody left to tell.
void printError(std::string_view text) noexcept;

/// What a command prints on standard output. Remembers the first failure and prints nothing after it, so a
/// command can finish its work and report the failure at the end.
///
///     StandardOutput out;
///     out.print("done\n");
///     return out.result(); // "standard output: could not be written (No space left on device)"
class StandardOutput {
public:
    StandardOutput();

    void print(std::string_view text);

    /// WriteFailed when anything could not be printed.
    [[nodiscard]] Result<void> result() const;

private:
    FileDescriptor file_;
    int code_ = 0; ///< an errno value
};

/// The buffer of a std::ostream that passes on what is written in large pieces.
///
///     PieceBuffer buffer([&file](std::string_view piece) { file.write(piece.data(), piece.size()); });
///     std::ostream stream(&buffer);
///     stream << "text" << std::flush; // the last piece
class PieceBuffer : public std::streambuf {
public:
    explicit PieceBuffer(std::function<void(std::string_view)> pass);

protected:
    int_type overflow(int_type character) override;
    int sync() override;

private:
    std::function<void(std::string_view)> pass_;
    std::string buffer_;
};

} // namespace sextant::app
