// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <filesystem>

namespace sextant {

/// A file that is written from its first byte to its last. It remembers the first failure and writes nothing
/// after it, so that a writer need not ask after every piece.
class OutputFile {
public:
    /// Creates the file, or empties the one that is there.
    explicit OutputFile(std::filesystem::path path);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    void write(const void* bytes, std::size_t size);

    /// False once something has failed.
    bool isGood() const { return code_ == 0; }

    /// Ends the file. Errs with WriteFailed and the system's reason when anything failed on the way.
    Result<void> close();

private:
    /// Remembers the reason of the first failure.
    void note(bool succeeded);

    std::filesystem::path path_;
    const char* doing_ = "create the file";
    int code_ = 0; ///< an errno value
    int descriptor_;
};

} // namespace sextant
