// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/file_descriptor.h"

#include <cstddef>
#include <filesystem>
#include <stop_token>

namespace sextant {

/// A file written from its first byte to its last. It remembers the first failure and writes nothing after
/// it, so a writer need not check every piece.
///
///     OutputFile file(path);
///     file.write(text.data(), text.size());
///     return file.close();
class OutputFile {
public:
    /// Creates the file, or empties the existing one. After a stop request nothing more is written.
    explicit OutputFile(const std::filesystem::path& path, std::stop_token stop = {});

    /// Writes to an open, empty file; `path` is for messages.
    OutputFile(FileDescriptor file, std::filesystem::path path, std::stop_token stop = {});

    void write(const void* bytes, std::size_t size);

    /// False once something has failed.
    [[nodiscard]] bool isGood() const { return code_ == 0; }

    /// Ends the file. Errs with WriteFailed and the system's reason when anything failed on the way, with
    /// Cancelled when a stop request cut it short.
    [[nodiscard]] Result<void> close();

private:
    /// Remembers the reason of the first failure.
    void note(bool succeeded);

    std::filesystem::path path_;
    std::stop_token stop_;
    const char* doing_ = "create the file";
    int code_ = 0; ///< an errno value
    FileDescriptor file_;
};

} // namespace sextant
