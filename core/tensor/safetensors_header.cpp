// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/safetensors_header.h"

#include "core/base/reading_budget.h"
#include "core/base/try.h"
#include "core/json/json_parser.h"
#include "core/tensor/lfs_pointer.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sextant::tensor {
namespace {

constexpr std::size_t lengthBytes = 8;
constexpr std::string_view metadataName = "__metadata__";

std::uint64_t littleEndianLength(std::span<const std::byte> file) {
    std::uint64_t length = 0;
    for (std::size_t i = lengthBytes; i-- > 0;) {
        length = length << 8 | std::to_integer<std::uint64_t>(file[i]);
    }
    return length;
}

/// The entries as the JSON gives them, their offsets still relative to the header's end. Keeps nothing that
/// no entry needs.
class HeaderEvents : public json::Events {
public:
    explicit HeaderEvents(std::size_t bytes) : mostEntries_(ReadingBudget::entries(bytes)) {}

    std::vector<SafetensorsEntry> takeEntries() { return std::move(entries_); }

    const std::string& place() const { return place_; }
    const std::string& sentence() const { return sentence_; }

    bool number(const json::Number& number) override {
        if (depth_ != 3 || !isCounted(member_)) {
            return scalar();
        }
        const auto count = number.count();
        if (!count) {
            return refuseEntry();
        }
        if (member_ == Member::Offsets) {
            return addOffset(*count);
        }
        std::vector<std::int64_t>& shape = entry_.shape;
        if (shape.size() == ReadingBudget::rank) {
            return refuse(entry_.name, fmt::format("has more than {} dimensions", ReadingBudget::rank));
        }
        tooLarge_ = tooLarge_ || *count > static_cast<std::uint64_t>(INT64_MAX);
        shape.push_back(tooLarge_ ? INT64_MAX : static_cast<std::int64_t>(*count));
        return true;
    }

    bool text(std::string_view text) override {
        if (depth_ == 2 && inMetadata_) {
            return true;
        }
        if (depth_ == 2 && member_ == Member::Type) {
            entry_.type = text.size() <= longestType ? text : "unknown";
            hasType_ = true;
            return true;
        }
        return scalar();
    }

    bool literal(std::string_view) override { return scalar(); }

    bool beginList() override {
        const bool expected = depth_ == 2 && !inMetadata_ && (isCounted(member_) || member_ == Member::Other);
        if (!expected && !scalar()) {
            return false;
        }
        ++depth_;
        hasShape_ = hasShape_ || member_ == Member::Shape;
        return true;
    }

    bool endList() override {
        --depth_;
        return true;
    }

    bool beginObject() override {
        const bool expected = depth_ == 0 || depth_ == 1 || (depth_ == 2 && member_ == Member::Other);
        if (!(expected && !(depth_ == 2 && inMetadata_)) && !scalar()) {
            return false;
        }
        ++depth_;
        return true;
    }

    bool name(std::string_view name) override {
        if (depth_ == 1) {
            return beginEntry(name);
        }
        return depth_ != 2 || inMetadata_ || beginMember(name);
    }

    bool endObject() override { return --depth_ != 1 || inMetadata_ || endEntry(); }

private:
    enum class Member { Other, Type, Shape, Offsets };

    static constexpr std::size_t longestType = 16;

    static bool isCounted(Member member) { return member == Member::Shape || member == Member::Offsets; }

    bool refuse(std::string place, std::string sentence) {
        place_ = std::move(place);
        sentence_ = std::move(sentence);
        return false;
    }

    bool refuseEntry() {
        return inMetadata_ ? refuse(std::string(metadataName), "must map text to text")
                           : refuse(entry_.name, "the header does not give a dtype, a shape and two "
                                                 "data_offsets, in whole numbers from 0");
    }

    /// A scalar where the format has none: passed over inside an unknown member, an error elsewhere.
    bool scalar() {
        if (depth_ == 0) {
            return refuse({}, "the header is not a JSON object");
        }
        return (depth_ >= 2 && !inMetadata_ && member_ == Member::Other) || refuseEntry();
    }

    bool beginEntry(std::string_view name) {
        inMetadata_ = name == metadataName;
        if (inMetadata_) {
            return !std::exchange(metadataSeen_, true) ||
                   refuse(std::string(name), "is named twice in the header");
        }
        nameBytes_ += name.size();
        if (entries_.size() == mostEntries_) {
            return refuse({}, fmt::format("the header names more than {} tensors", mostEntries_));
        }
        if (nameBytes_ > ReadingBudget::nameBytes) {
            return refuse(
                {}, fmt::format("the names in the header have more than {} bytes", ReadingBudget::nameBytes));
        }
        entry_ = {};
        entry_.name = name;
        member_ = Member::Other;
        hasType_ = hasShape_ = tooLarge_ = false;
        offsets_ = 0;
        seen_ = {};
        return true;
    }

    bool beginMember(std::string_view name) {
        member_ = name == "dtype"          ? Member::Type
                  : name == "shape"        ? Member::Shape
                  : name == "data_offsets" ? Member::Offsets
                                           : Member::Other;
        // The format's own parser keeps one of two equal keys: two readers would then see two different
        // files.
        const bool again = std::exchange(seen_[static_cast<std::size_t>(member_)], true);
        return !again || member_ == Member::Other ||
               refuse(fmt::format("{}.{}", entry_.name, name), "is named twice in the header");
    }

    bool addOffset(std::uint64_t offset) {
        (offsets_ == 0 ? entry_.begin : entry_.end) = static_cast<std::size_t>(offset);
        return ++offsets_ <= 2 || refuseEntry();
    }

    bool endEntry() {
        if (!hasType_ || !hasShape_ || offsets_ != 2) {
            return refuseEntry();
        }
        entry_.shape.shrink_to_fit();
        entries_.push_back(std::move(entry_));
        return true;
    }

    std::vector<SafetensorsEntry> entries_;
    SafetensorsEntry entry_; ///< the one being read
    std::array<bool, 4> seen_{};
    Member member_ = Member::Other;
    bool inMetadata_ = false;
    bool metadataSeen_ = false;
    bool hasType_ = false;
    bool hasShape_ = false;
    bool tooLarge_ = false;
    int offsets_ = 0; ///< read so far
    int depth_ = 0;   ///< lists and objects open
    std::size_t nameBytes_ = 0;
    std::size_t mostEntries_;
    std::string place_;
    std::string sentence_;
};

/// One file being read; all errors name it.
class HeaderReader {
public:
    HeaderReader(std::span<const std::byte> file, const std::filesystem::path& path)
        : file_(file),
          path_(path) {}

    Result<std::vector<SafetensorsEntry>> read() {
        if (isLfsPointer(file_)) {
            return tl::make_unexpected(lfsPointerError(path_));
        }
        if (file_.size() < lengthBytes) {
            return malformed({},
                             fmt::format("is not a safetensors file: it has only {} bytes", file_.size()));
        }
        const std::uint64_t length = littleEndianLength(file_);
        if (length > file_.size() - lengthBytes) {
            return malformed("byte 0",
                             fmt::format("the header claims {} bytes, but the file has only {} after its "
                                         "length; it is truncated or not a safetensors file",
                                         length, file_.size() - lengthBytes));
        }
        if (length > ReadingBudget::safetensorsHeader) {
            return malformed("byte 0", fmt::format("the header claims {} bytes; the format allows {}", length,
                                                   ReadingBudget::safetensorsHeader));
        }
        dataBegin_ = lengthBytes + static_cast<std::size_t>(length);
        TRY_ASSIGN(std::vector<SafetensorsEntry> entries, parseJson());
        TRY(checkNames(entries));
        for (SafetensorsEntry& entry : entries) {
            TRY(place(entry));
        }
        TRY(checkCovered(entries));
        return entries;
    }

private:
    tl::unexpected<Error> malformed(std::string place, std::string sentence) const {
        return failure(ErrorCode::Malformed, path_, std::move(place), std::move(sentence));
    }

    Result<std::vector<SafetensorsEntry>> parseJson() const {
        const std::string_view text(reinterpret_cast<const char*>(file_.data()) + lengthBytes,
                                    dataBegin_ - lengthBytes);
        HeaderEvents events(text.size());
        if (text.starts_with("\xEF\xBB\xBF")) {
            return malformed(fmt::format("byte {}", lengthBytes),
                             "the header begins with a byte order mark, which the format does not allow");
        }
        const std::optional<json::Problem> problem = json::parse(text, events);
        if (!problem) {
            return events.takeEntries();
        }
        switch (problem->kind) {
        case json::Problem::Kind::Refused:
            return malformed(events.place(), events.sentence());
        case json::Problem::Kind::Empty:
            return malformed({}, "the header is not valid JSON: it is empty");
        case json::Problem::Kind::Truncated:
            return malformed(fmt::format("byte {}", lengthBytes + problem->byte),
                             "the header is not valid JSON: it ends before it is complete");
        case json::Problem::Kind::Syntax:
            break;
        }
        return malformed(fmt::format("byte {}", lengthBytes + problem->byte),
                         "the header " + problem->sentence);
    }

    Result<void> checkNames(const std::vector<SafetensorsEntry>& entries) const {
        std::vector<std::uint32_t> order(entries.size());
        std::iota(order.begin(), order.end(), 0u);
        std::sort(order.begin(), order.end(),
                  [&](std::uint32_t a, std::uint32_t b) { return entries[a].name < entries[b].name; });
        const auto twice =
            std::adjacent_find(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
                return entries[a].name == entries[b].name;
            });
        return twice == order.end() ? Result<void>()
                                    : malformed(entries[*twice].name, "is named twice in the header");
    }

    /// Turns offsets into places in the file and checks them against the file and the shape.
    Result<void> place(SafetensorsEntry& entry) const {
        const std::size_t available = file_.size() - dataBegin_;
        if (entry.begin > entry.end || entry.end > available) {
            return malformed(
                entry.name, fmt::format("data_offsets [{}, {}] lie outside the {} bytes of data in the file; "
                                        "it may be truncated",
                                        entry.begin, entry.end, available));
        }
        entry.begin += dataBegin_;
        entry.end += dataBegin_;
        return checkShape(entry);
    }

    /// The extents come from the file: their product may be anything, and is not formed unchecked.
    Result<void> checkShape(const SafetensorsEntry& entry) const {
        std::int64_t bytes = static_cast<std::int64_t>(safetensorsElementSize(entry.type));
        const bool sizeKnown = bytes != 0;
        bool overflow = false;
        bool empty = false;
        for (const std::int64_t extent : entry.shape) {
            empty = empty || extent == 0;
            // Extents beside a zero still become strides, and must not overflow those either.
            overflow = overflow || extent == INT64_MAX ||
                       __builtin_mul_overflow(bytes, std::max<std::int64_t>(extent, 1), &bytes);
        }
        bytes = empty ? 0 : bytes;
        const std::size_t stored = entry.end - entry.begin;
        if (overflow || (sizeKnown && static_cast<std::size_t>(bytes) != stored)) {
            return malformed(entry.name,
                             fmt::format("the shape [{}] of {} does not fit the {} bytes that data_offsets "
                                         "give it",
                                         fmt::join(entry.shape, ","), entry.type, stored));
        }
        return {};
    }

    /// The format wants every byte of the data in one tensor: an overlap or a gap means that offsets are
    /// wrong.
    Result<void> checkCovered(const std::vector<SafetensorsEntry>& entries) const {
        std::vector<const SafetensorsEntry*> byPosition;
        for (const SafetensorsEntry& entry : entries) {
            if (entry.begin < entry.end) {
                byPosition.push_back(&entry);
            }
        }
        std::sort(byPosition.begin(), byPosition.end(),
                  [](const auto* a, const auto* b) { return a->begin < b->begin; });
        std::size_t covered = dataBegin_;
        for (std::size_t i = 0; i < byPosition.size(); ++i) {
            const SafetensorsEntry& entry = *byPosition[i];
            if (entry.begin < covered) {
                return malformed(entry.name,
                                 fmt::format("its bytes overlap those of {}", byPosition[i - 1]->name));
            }
            if (entry.begin > covered) {
                return uncovered(entry.name, covered, entry.begin);
            }
            covered = entry.end;
        }
        return covered < file_.size() ? uncovered({}, covered, file_.size()) : Result<void>{};
    }

    Result<void> uncovered(std::string place, std::size_t begin, std::size_t end) const {
        std::string sentence =
            fmt::format("data bytes {} to {} belong to no tensor; the offsets are wrong, or "
                        "the file is damaged",
                        begin - dataBegin_, end - dataBegin_);
        return malformed(std::move(place), std::move(sentence));
    }

    std::span<const std::byte> file_;
    const std::filesystem::path& path_;
    std::size_t dataBegin_ = 0;
};

} // namespace

std::size_t safetensorsElementSize(const std::string& type) {
    constexpr std::array<std::pair<std::string_view, std::size_t>, 16> sizes = {{{"F64", 8},
                                                                                 {"F32", 4},
                                                                                 {"F16", 2},
                                                                                 {"BF16", 2},
                                                                                 {"I64", 8},
                                                                                 {"U64", 8},
                                                                                 {"I32", 4},
                                                                                 {"U32", 4},
                                                                                 {"I16", 2},
                                                                                 {"U16", 2},
                                                                                 {"I8", 1},
                                                                                 {"U8", 1},
                                                                                 {"BOOL", 1},
                                                                                 {"F8_E4M3", 1},
                                                                                 {"F8_E5M2", 1},
                                                                                 {"C64", 8}}};
    const auto* found = std::find_if(sizes.begin(), sizes.end(),
                                     [&](const auto& candidate) { return candidate.first == type; });
    return found == sizes.end() ? 0 : found->second;
}

Result<std::vector<SafetensorsEntry>> parseSafetensorsHeader(std::span<const std::byte> file,
                                                             const std::filesystem::path& path) {
    return HeaderReader(file, path).read();
}

std::span<const std::byte> safetensorsHeaderBytes(std::span<const std::byte> file) {
    if (file.size() < lengthBytes) {
        return file;
    }
    const std::uint64_t length = littleEndianLength(file);
    return length > file.size() - lengthBytes ? file
                                              : file.first(lengthBytes + static_cast<std::size_t>(length));
}

} // namespace sextant::tensor
