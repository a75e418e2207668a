// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/file_descriptor.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace sextant::measure {

/// The directions [L, H, k, d] of a run, in a file at their final places: those of the largest models do not
/// fit in memory. Safe to use from several threads on different vectors.
class DirectionStore {
public:
    /// Opens or creates the file and reserves its whole size on the disk, so that a full disk shows at once
    /// and not after an hour. `vectors` is L * H, `length` k * d. Errs with WriteFailed.
    [[nodiscard]] static Result<std::shared_ptr<DirectionStore>>
    open(const std::filesystem::path& path, std::int64_t vectors, std::int64_t length);

    /// `values` has the length given to open().
    [[nodiscard]] Result<void> write(std::int64_t vector, std::span<const float> values);
    [[nodiscard]] Result<void> read(std::int64_t vector, std::span<float> values) const;

    /// Returns once all that was written is on the disk, and not only in the system's memory.
    [[nodiscard]] Result<void> flush() const;

private:
    DirectionStore(std::filesystem::path path, FileDescriptor file, std::int64_t length)
        : path_(std::move(path)),
          file_(std::move(file)),
          length_(length) {}

    [[nodiscard]] std::int64_t offsetOf(std::int64_t vector) const;

    std::filesystem::path path_;
    FileDescriptor file_;
    std::int64_t length_;
};

} // namespace sextant::measure
