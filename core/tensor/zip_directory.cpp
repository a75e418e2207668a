// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/zip_directory.h"

#include "core/base/reading_budget.h"
#include "core/tensor/byte_reader.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

namespace sextant::tensor {
namespace {

// Signatures and layouts: PKWARE, .ZIP File Format Specification 6.3, sections 4.3.7 to 4.3.16 and 4.5.3.
constexpr std::uint32_t localHeader = 0x04034b50;
constexpr std::uint32_t directoryEntry = 0x02014b50;
constexpr std::uint32_t endOfDirectory = 0x06054b50;
constexpr std::uint32_t endOfDirectory64 = 0x06064b50;
constexpr std::uint32_t locator64 = 0x07064b50;
constexpr std::size_t endLength = 22;
constexpr std::size_t locatorLength = 20;
constexpr std::size_t longestComment = 0xffff;

struct Extent {
    std::uint64_t entries = 0;
    std::uint64_t size = 0;
    std::uint64_t offset = 0;
};

bool hasSignature(std::span<const std::byte> bytes, std::size_t at, std::uint32_t signature) {
    return at <= bytes.size() && ByteReader(bytes, at).number<std::uint32_t>() == signature;
}

/// Where the end record is: the last place with its signature whose comment ends where the file does.
std::optional<std::size_t> findEnd(std::span<const std::byte> bytes) {
    for (std::size_t comment = 0; comment <= longestComment && endLength + comment <= bytes.size();
         ++comment) {
        const std::size_t at = bytes.size() - endLength - comment;
        if (hasSignature(bytes, at, endOfDirectory) &&
            ByteReader(bytes, at + endLength - 2).number<std::uint16_t>() == comment) {
            return at;
        }
    }
    return std::nullopt;
}

std::optional<Extent> directoryExtent(std::span<const std::byte> bytes, std::size_t end) {
    ByteReader reader(bytes, end + 10);
    const auto entries = reader.number<std::uint16_t>();
    const auto size = reader.number<std::uint32_t>();
    const auto offset = reader.number<std::uint32_t>();
    if (!entries || !size || !offset) {
        return std::nullopt;
    }
    if (end < locatorLength || !hasSignature(bytes, end - locatorLength, locator64)) {
        return Extent{*entries, *size, *offset};
    }
    const auto end64 = ByteReader(bytes, end - locatorLength + 8).number<std::uint64_t>();
    if (!end64 || *end64 > bytes.size() || !hasSignature(bytes, *end64, endOfDirectory64)) {
        return std::nullopt;
    }
    ByteReader reader64(bytes, *end64 + 32);
    const auto entries64 = reader64.number<std::uint64_t>();
    const auto size64 = reader64.number<std::uint64_t>();
    const auto offset64 = reader64.number<std::uint64_t>();
    return entries64 && size64 && offset64 ? std::optional(Extent{*entries64, *size64, *offset64})
                                           : std::nullopt;
}

/// Sizes that did not fit in 32 bits are in the extra field, in this order, those alone.
bool readLargeNumbers(std::string_view extra, std::uint64_t& unpacked, std::uint64_t& packed,
                      std::uint64_t& offset) {
    ByteReader reader(std::as_bytes(std::span(extra)));
    while (const auto kind = reader.number<std::uint16_t>()) {
        const auto length = reader.number<std::uint16_t>();
        const auto field = length ? reader.text(*length) : std::nullopt;
        if (!field) {
            return false;
        }
        if (*kind != 1) {
            continue;
        }
        ByteReader numbers(std::as_bytes(std::span(*field)));
        for (std::uint64_t* number : {&unpacked, &packed, &offset}) {
            if (*number != 0xffffffffu) {
                continue;
            }
            const auto large = numbers.number<std::uint64_t>();
            if (!large) {
                return false;
            }
            *number = *large;
        }
    }
    return true;
}

std::optional<ZipRecord> readEntry(ByteReader& reader) {
    const auto signature = reader.number<std::uint32_t>();
    reader.text(4); // versions
    const auto flags = reader.number<std::uint16_t>();
    const auto method = reader.number<std::uint16_t>();
    reader.text(8); // time, date, checksum
    const auto packed32 = reader.number<std::uint32_t>();
    const auto unpacked32 = reader.number<std::uint32_t>();
    const auto nameLength = reader.number<std::uint16_t>();
    const auto extraLength = reader.number<std::uint16_t>();
    const auto commentLength = reader.number<std::uint16_t>();
    reader.text(8); // disk, attributes
    const auto offset32 = reader.number<std::uint32_t>();
    if (signature != directoryEntry || !offset32) {
        return std::nullopt;
    }
    const auto name = reader.text(*nameLength);
    const auto extra = reader.text(*extraLength);
    const auto comment = reader.text(*commentLength);
    std::uint64_t unpacked = *unpacked32, packed = *packed32, offset = *offset32;
    if (!name || !extra || !comment || !readLargeNumbers(*extra, unpacked, packed, offset)) {
        return std::nullopt;
    }
    using Storage = ZipRecord::Storage;
    constexpr std::uint16_t deflated = 8;
    const bool isEncrypted = (*flags & 1u) != 0;
    const Storage storage = isEncrypted                          ? Storage::Unreadable
                            : *method == 0 && packed == unpacked ? Storage::Plain
                            : *method == deflated                ? Storage::Deflated
                                                                 : Storage::Unreadable;
    return ZipRecord{*name, packed, unpacked, offset, storage};
}

} // namespace

Result<ZipDirectory> ZipDirectory::read(const std::filesystem::path& path, std::span<const std::byte> bytes) {
    const std::optional<std::size_t> end = findEnd(bytes);
    if (!end) {
        return failure(ErrorCode::Malformed, path, fmt::format("byte {}", bytes.size()),
                       "the archive ends here without its directory (truncated?)");
    }
    const std::optional<Extent> extent = directoryExtent(bytes, *end);
    if (!extent || extent->offset > *end || extent->size > *end - extent->offset) {
        return failure(ErrorCode::Malformed, path, fmt::format("byte {}", *end),
                       "the archive's directory does not lie inside the file");
    }
    ZipDirectory directory;
    directory.path_ = path;
    directory.bytes_ = bytes;
    const auto place = static_cast<std::size_t>(extent->offset);
    ByteReader reader(bytes.first(place + static_cast<std::size_t>(extent->size)), place);
    for (std::uint64_t i = 0; i < extent->entries; ++i) {
        const std::size_t at = reader.position();
        const std::optional<ZipRecord> record = readEntry(reader);
        if (!record) {
            return failure(ErrorCode::Malformed, path, fmt::format("byte {}", at),
                           "the archive's directory is damaged here");
        }
        if (directory.records_.size() == ReadingBudget::entries(static_cast<std::size_t>(extent->size))) {
            return failure(ErrorCode::Malformed, path, fmt::format("byte {}", at),
                           fmt::format("the archive has more than {} records", directory.records_.size()));
        }
        const auto index = static_cast<std::uint32_t>(directory.records_.size());
        if (!directory.indexByName_.emplace(record->name, index).second) {
            return failure(ErrorCode::Malformed, path, std::string(record->name),
                           "the archive has two records of this name");
        }
        directory.records_.push_back(*record);
    }
    return directory;
}

const ZipRecord* ZipDirectory::find(std::string_view name) const {
    const auto found = indexByName_.find(name);
    return found == indexByName_.end() ? nullptr : &records_[found->second];
}

Result<std::span<const std::byte>> ZipDirectory::bytesOf(const ZipRecord& record) const {
    if (record.storage != ZipRecord::Storage::Plain) {
        return failure(ErrorCode::Unsupported, path_, std::string(record.name),
                       "the record is compressed or encrypted; torch.save stores records plainly");
    }
    ByteReader reader(bytes_,
                      static_cast<std::size_t>(std::min<std::uint64_t>(record.headerOffset, bytes_.size())));
    const auto signature = reader.number<std::uint32_t>();
    reader.text(22);
    const auto nameLength = reader.number<std::uint16_t>();
    const auto extraLength = reader.number<std::uint16_t>();
    if (signature != localHeader || !extraLength || !reader.text(std::size_t{*nameLength} + *extraLength) ||
        record.size > reader.remaining()) {
        return failure(ErrorCode::Malformed, path_, std::string(record.name),
                       "the record does not lie inside the file");
    }
    return bytes_.subspan(reader.position(), static_cast<std::size_t>(record.size));
}

} // namespace sextant::tensor
