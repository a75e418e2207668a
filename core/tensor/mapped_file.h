// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/tensor/mapping_guard.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>

namespace sextant::tensor {

/// A whole file mapped read-only into memory. Costs address space, not memory: the pages are the system's
/// cache. What another program cuts off the file afterwards reads as 0xff bytes.
class MappedFile {
public:
    /// Errs with NotFound or Unreadable; an empty file is mapped as an empty span; a folder is Unreadable.
    static Result<std::shared_ptr<const MappedFile>> open(const std::filesystem::path& path);

    ~MappedFile();
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    std::span<const std::byte> bytes() const { return bytes_; }

    /// Asks the system to fetch a part of some mapped file from its disk, without waiting for it. Does
    /// nothing for other memory.
    static void prefetch(std::span<const std::byte> part);

    /// Gives the memory of a part of some mapped file back to the system; a later read fetches it again.
    /// `part` must lie in a MappedFile that is still open: other memory would lose its content.
    static void releasePages(std::span<const std::byte> part);

private:
    explicit MappedFile(std::span<const std::byte> bytes) : bytes_(bytes), guard_(bytes) {}

    std::span<const std::byte> bytes_;
    MappingGuard guard_;
};

} // namespace sextant::tensor
