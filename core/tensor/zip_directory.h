// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sextant::tensor {

/// One record of a zip archive.
struct ZipRecord {
    enum class Storage {
        Plain,     ///< the bytes can be used where they lie
        Deflated,  ///< compressed as zip programs do
        Unreadable ///< encrypted, or compressed in another way
    };

    std::string_view name;          ///< in the archive's bytes
    std::uint64_t size = 0;         ///< bytes stored
    std::uint64_t unpackedSize = 0; ///< what the directory claims
    std::uint64_t headerOffset = 0; ///< of its local header in the file
    Storage storage = Storage::Unreadable;
};

/// The directory of a zip archive that lies in memory, with 64-bit sizes. Nothing is unpacked or copied.
///
///     const auto directory = ZipDirectory::read("x.pt", bytes);
///     if (directory) { const ZipRecord* record = directory->find("x/data.pkl"); ... }
class ZipDirectory {
public:
    /// Errs with Malformed when there is no directory at the end of the bytes, it points outside of them, has
    /// a name twice (of which two programs might choose differently) or more records than ReadingBudget
    /// allows. `bytes` must outlive the directory.
    [[nodiscard]] static Result<ZipDirectory> read(const std::filesystem::path& path,
                                                   std::span<const std::byte> bytes);

    [[nodiscard]] const std::vector<ZipRecord>& records() const { return records_; }

    /// nullptr when none has that name.
    [[nodiscard]] const ZipRecord* find(std::string_view name) const;

    /// The bytes of a record where they lie. Errs when it is not plain or reaches outside of the file.
    [[nodiscard]] Result<std::span<const std::byte>> bytesOf(const ZipRecord& record) const;

private:
    std::filesystem::path path_;
    std::span<const std::byte> bytes_;
    std::vector<ZipRecord> records_;
    std::unordered_map<std::string_view, std::uint32_t> indexByName_;
};

} // namespace sextant::tensor
