// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sextant::tensor {

/// One record of a zip archive.
struct ZipRecord {
    std::string name;
    std::uint64_t size = 0;         ///< bytes stored
    std::uint64_t headerOffset = 0; ///< of its local header in the file
    bool plain = false; ///< neither compressed nor encrypted: the bytes can be used where they lie
};

/// The directory of a zip archive that lies in memory, with 64-bit sizes. Nothing is unpacked or copied.
class ZipDirectory {
public:
    /// Errs with Malformed when there is no directory at the end of the bytes, it points outside of them, or
    /// it has a name twice (of which two programs might choose differently).
    static Result<ZipDirectory> read(const std::filesystem::path& path, std::span<const std::byte> bytes);

    const std::vector<ZipRecord>& records() const { return records_; }

    /// nullptr when there is none of that name.
    const ZipRecord* find(std::string_view name) const;

    /// The bytes of a record where they lie. Errs when it is not plain or reaches outside of the file.
    Result<std::span<const std::byte>> bytesOf(const ZipRecord& record) const;

private:
    std::filesystem::path path_;
    std::span<const std::byte> bytes_;
    std::vector<ZipRecord> records_;
    std::unordered_map<std::string, std::size_t> indexByName_;
};

} // namespace sextant::tensor
