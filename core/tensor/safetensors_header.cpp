// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/safetensors_header.h"

#include "core/tensor/lfs_pointer.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace sextant::tensor {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t lengthBytes = 8;

std::uint64_t littleEndianLength(std::span<const std::byte> file) {
    std::uint64_t length = 0;
    for (std::size_t i = lengthBytes; i-- > 0;) {
        length = length << 8 | std::to_integer<std::uint64_t>(file[i]);
    }
    return length;
}

/// What the parser does not see to by itself.
class HeaderWatch {
public:
    /// Whether to keep what the parser tells of.
    bool keeps(int depth, Json::parse_event_t event, const Json& parsed) {
        if (event == Json::parse_event_t::key) {
            watchKey(depth, parsed.get<std::string>());
        }
        // Lists in lists are no shape. The library copies and destroys values by recursion: what nests
        // without end must not be built.
        return depth < deepestValue ||
               (event != Json::parse_event_t::object_start && event != Json::parse_event_t::array_start);
    }

    const std::optional<std::string>& repeated() const { return repeated_; }

private:
    static constexpr int deepestValue = 8;

    /// The parser keeps the last of two equal keys in silence; two readers would then see two different
    /// files.
    void watchKey(int depth, const std::string& key) {
        if (depth == 1) {
            tensor_ = key;
            members_.clear();
        }
        const bool first =
            depth == 1 ? tensors_.insert(key).second : depth != 2 || members_.insert(key).second;
        if (!first && !repeated_) {
            repeated_ = depth == 1 ? key : tensor_ + "." + key;
        }
    }

    std::string tensor_;
    std::set<std::string> tensors_;
    std::set<std::string> members_; ///< keys of the tensor's own object
    std::optional<std::string> repeated_;
};

/// One file being read: the errors all name it.
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
        if (length > kLongestSafetensorsHeader) {
            return malformed("byte 0",
                             fmt::format("the header claims {} bytes; more than {} is not plausible", length,
                                         kLongestSafetensorsHeader));
        }
        dataBegin_ = lengthBytes + static_cast<std::size_t>(length);
        return parseJson().and_then([this](const Json& header) { return readEntries(header); });
    }

private:
    tl::unexpected<Error> malformed(std::string place, std::string sentence) const {
        return failure(ErrorCode::Malformed, path_, std::move(place), std::move(sentence));
    }

    Result<Json> parseJson() const {
        HeaderWatch watch;
        try {
            const std::string_view text(reinterpret_cast<const char*>(file_.data()) + lengthBytes,
                                        dataBegin_ - lengthBytes);
            // The parser takes a NUL for the end of the text, whatever follows it.
            if (const std::size_t nul = text.find('\0'); nul != std::string_view::npos) {
                return malformed(fmt::format("byte {}", lengthBytes + nul),
                                 "the header is not valid JSON: it holds a NUL");
            }
            Json header = Json::parse(text.begin(), text.end(),
                                      [&watch](int depth, Json::parse_event_t event, const Json& parsed) {
                                          return watch.keeps(depth, event, parsed);
                                      });
            if (watch.repeated()) {
                return malformed(*watch.repeated(), "is named twice in the header");
            }
            if (!header.is_object()) {
                return malformed({}, "the header is not a JSON object");
            }
            return header;
        } catch (const Json::parse_error& error) {
            return malformed(fmt::format("byte {}", lengthBytes + error.byte),
                             "the header is not valid JSON");
        } catch (const Json::exception&) {
            return malformed({}, "the header is not valid JSON");
        }
    }

    Result<std::vector<SafetensorsEntry>> readEntries(const Json& header) const {
        std::vector<SafetensorsEntry> entries;
        for (const auto& [name, value] : header.items()) {
            if (name == "__metadata__") {
                if (!mapsTextToText(value)) {
                    return malformed(name, "must map text to text");
                }
                continue;
            }
            Result<SafetensorsEntry> entry = readEntry(name, value);
            if (!entry) {
                return tl::make_unexpected(std::move(entry).error());
            }
            entries.push_back(*std::move(entry));
        }
        if (Result<void> covered = checkCovered(entries); !covered) {
            return tl::make_unexpected(std::move(covered).error());
        }
        return entries;
    }

    static bool mapsTextToText(const Json& metadata) {
        return metadata.is_object() && std::all_of(metadata.begin(), metadata.end(),
                                                   [](const Json& each) { return each.is_string(); });
    }

    Result<SafetensorsEntry> readEntry(const std::string& name, const Json& value) const {
        if (!value.is_object() || !value.contains("dtype") || !value["dtype"].is_string() ||
            !isArrayOfCounts(value, "shape") || !isArrayOfCounts(value, "data_offsets") ||
            value["data_offsets"].size() != 2) {
            return malformed(name, "the header does not give a dtype, a shape and two data_offsets, "
                                   "in whole numbers from 0");
        }
        SafetensorsEntry entry{name, value["dtype"].get<std::string>(), {}, 0, 0};
        const auto begin = value["data_offsets"][0].get<std::uint64_t>();
        const auto end = value["data_offsets"][1].get<std::uint64_t>();
        const std::uint64_t available = file_.size() - dataBegin_;
        if (begin > end || end > available) {
            return malformed(
                name, fmt::format("data_offsets [{}, {}] lie outside the {} bytes of data in the file; "
                                  "it may be truncated",
                                  begin, end, available));
        }
        entry.begin = dataBegin_ + static_cast<std::size_t>(begin);
        entry.end = dataBegin_ + static_cast<std::size_t>(end);
        if (Result<void> sized = readShape(value["shape"], entry); !sized) {
            return tl::make_unexpected(std::move(sized).error());
        }
        return entry;
    }

    static bool isArrayOfCounts(const Json& value, const char* key) {
        const auto found = value.find(key);
        return found != value.end() && found->is_array() &&
               std::all_of(found->begin(), found->end(),
                           [](const Json& each) { return each.is_number_unsigned(); });
    }

    /// The extents come from the file: their product may be anything, and is not formed unchecked.
    Result<void> readShape(const Json& shape, SafetensorsEntry& entry) const {
        std::int64_t bytes = static_cast<std::int64_t>(safetensorsElementSize(entry.type));
        const bool sizeKnown = bytes != 0;
        bool overflow = false;
        bool empty = false;
        for (const Json& extent : shape) {
            const auto count = extent.get<std::uint64_t>();
            overflow = overflow || count > static_cast<std::uint64_t>(INT64_MAX);
            entry.shape.push_back(overflow ? 0 : static_cast<std::int64_t>(count));
            empty = empty || count == 0;
            // Extents beside a zero still become strides, and must not overflow those either.
            overflow = overflow ||
                       __builtin_mul_overflow(bytes, std::max<std::int64_t>(entry.shape.back(), 1), &bytes);
        }
        bytes = empty ? 0 : bytes;
        const std::size_t stored = entry.end - entry.begin;
        if (overflow || (sizeKnown && static_cast<std::size_t>(bytes) != stored)) {
            return malformed(entry.name,
                             fmt::format("the shape {} of {} does not fit the {} bytes that data_offsets "
                                         "give it",
                                         shape.dump(), shortType(entry.type), stored));
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

std::string shortType(const std::string& type) {
    return type.size() <= 16 ? type : "unknown";
}

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
