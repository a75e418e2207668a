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
/// cache. In a program that called guardMappings(), what another program cuts off the file afterwards reads
/// as 0xff bytes.
///
///     TRY_ASSIGN(const auto file, MappedFile::open("x.safetensors"));
///     const std::span<const std::byte> bytes = file->bytes(); // valid while `file` lives
class MappedFile {
public:
    /// Errs with NotFound or Unreadable; an empty file is mapped as an empty span; a folder is Unreadable.
    [[nodiscard]] static Result<std::shared_ptr<const MappedFile>> open(const std::filesystem::path& path);

    ~MappedFile() = default;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    [[nodiscard]] std::span<const std::byte> bytes() const { return mapping_.bytes; }

    /// Asks the system to fetch a part of some mapped file from its disk, without waiting for it. Does
    /// nothing for other memory.
    static void prefetch(std::span<const std::byte> part);

    /// Gives the memory of a part of some mapped file back to the system; a later read fetches it again.
    /// `part` must lie in a MappedFile that is still open: other memory would lose its content.
    static void releasePages(std::span<const std::byte> part);

private:
    /// Unmapped at the end of its life.
    struct Mapping {
        explicit Mapping(std::span<const std::byte> mapped) : bytes(mapped) {}
        ~Mapping();
        Mapping(const Mapping&) = delete;
        Mapping& operator=(const Mapping&) = delete;
        std::span<const std::byte> bytes;
    };

    explicit MappedFile(std::span<const std::byte> bytes) : mapping_(bytes), guard_(bytes) {}

    Mapping mapping_;
    MappingGuard guard_; ///< after the mapping: it must end before another mapping can take the address
};

} // namespace sextant::tensor
