// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

namespace sextant::measure {

/// The directions [L, H, k, d] of a run, in a file at their final places: for the largest models they do not
/// fit in memory. Safe to use from several threads on different vectors.
class DirectionStore {
public:
    /// Opens or creates the file and reserves its whole size on the disk, so that a full disk shows at once
    /// and not after an hour. `vectors` is L * H, `length` k * d.
    static Result<std::shared_ptr<DirectionStore>> open(const std::filesystem::path& path,
                                                        std::int64_t vectors, std::int64_t length);

    ~DirectionStore();
    DirectionStore(const DirectionStore&) = delete;
    DirectionStore& operator=(const DirectionStore&) = delete;

    /// `values` has the length given to open().
    Result<void> write(std::int64_t vector, std::span<const float> values);
    Result<void> read(std::int64_t vector, std::span<float> values) const;

    /// On the disk, and not only in the system's memory.
    void flush() const;

private:
    DirectionStore(std::filesystem::path path, int descriptor, std::int64_t length)
        : path_(std::move(path)),
          descriptor_(descriptor),
          length_(length) {}

    std::filesystem::path path_;
    int descriptor_;
    std::int64_t length_;
};

} // namespace sextant::measure
