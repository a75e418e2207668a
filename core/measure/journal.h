// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/file_descriptor.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace sextant::measure {

/// The numbers one finished task found.
struct JournalRecord {
    std::int64_t task = 0;
    std::vector<double> numbers;
    std::string digest; ///< of the task, the numbers and what was given as `elsewhere` to append()
};

/// A file of finished tasks, each appended when it is done, so that a run that was killed can be resumed. Its
/// first line is the identity of the run: records are only used with the same options and the same
/// checkpoint. A record that a kill cut short is noticed by its length or its digest and dropped with all
/// that follows. One process at a time may hold it. append() is not safe to call from several threads at
/// once.
class Journal {
public:
    /// Takes the journal at `path`, starting it afresh unless `resume`; with it, `records()` are those of the
    /// earlier run. Errs with Usage when another process holds it, or when it is another run's and `resume`
    /// was asked for; with WriteFailed when it cannot be written. A flush() is due every `flushInterval`.
    [[nodiscard]] static Result<std::unique_ptr<Journal>>
    open(const std::filesystem::path& path, const std::string& identity, bool resume,
         std::chrono::nanoseconds flushInterval = std::chrono::seconds(10));

    [[nodiscard]] const std::vector<JournalRecord>& records() const { return records_; }
    void forgetRecords() { records_ = {}; }

    /// The digest of a record; `elsewhere` is what the task wrote into other files.
    [[nodiscard]] static std::string digest(std::int64_t task, std::span<const double> numbers,
                                            std::span<const std::byte> elsewhere);

    /// Errs with WriteFailed, also as soon as the journal is no longer where it was opened.
    [[nodiscard]] Result<void> append(std::int64_t task, std::span<const double> numbers,
                                      std::span<const std::byte> elsewhere);

    /// True once the interval is over: time to flush what records speak of, then flush().
    [[nodiscard]] bool isFlushDue() const;
    [[nodiscard]] Result<void> flush();

private:
    Journal(std::filesystem::path path, FileDescriptor file, std::chrono::nanoseconds flushInterval)
        : path_(std::move(path)),
          file_(std::move(file)),
          flushInterval_(flushInterval) {}

    [[nodiscard]] Result<void> start(const std::string& identity);
    [[nodiscard]] Result<void> load(const std::string& identity);
    [[nodiscard]] Result<void> write(std::span<const std::byte> bytes);

    std::filesystem::path path_;
    FileDescriptor file_;
    std::chrono::nanoseconds flushInterval_;
    std::vector<JournalRecord> records_;
    std::chrono::steady_clock::time_point flushed_ = std::chrono::steady_clock::now();
};

} // namespace sextant::measure
