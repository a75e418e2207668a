// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/torch_listing.h"

#include "core/base/reading_budget.h"
#include "core/base/try.h"
#include "core/tensor/lfs_pointer.h"
#include "core/tensor/pickle.h"
#include "core/tensor/torch_tensor_description.h"
#include "core/tensor/zip_directory.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <unordered_set>

#include <fmt/format.h>

namespace sextant::tensor {
namespace {

using Node = Pickle::Node;

/// The archive's records are named `NAME/data.pkl`, `NAME/data/0` and so on, with one NAME.
std::optional<std::string> archivePrefix(const ZipDirectory& directory) {
    constexpr std::string_view ending = "/data.pkl";
    for (const ZipRecord& record : directory.records()) {
        if (record.name.ends_with(ending) && record.name.find('/') == record.name.size() - ending.size()) {
            return std::string(record.name.substr(0, record.name.size() - ending.size() + 1));
        }
    }
    return std::nullopt;
}

bool isTorchScript(const ZipDirectory& directory, const std::string& prefix) {
    return directory.find(prefix + "constants.pkl") != nullptr;
}

/// One past the last element that the shape and strides reach, counted from the storage's beginning; nullopt
/// when a number is negative or the sum too large to be.
std::optional<std::int64_t> reach(const TensorDescription& tensor) {
    constexpr std::int64_t largest = std::numeric_limits<std::int64_t>::max() / 16;
    __extension__ using Wide = __int128; // a product of two numbers from a file overflows anything shorter
    if (tensor.storageOffset < 0 || tensor.storageOffset > largest) { // of a scalar too, which has no extents
        return std::nullopt;
    }
    Wide last = tensor.storageOffset;
    Wide count = 1;
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        if (tensor.shape[i] < 0 || tensor.strides[i] < 0) {
            return std::nullopt;
        }
        count *= tensor.shape[i];
        last += tensor.shape[i] > 0 ? Wide(tensor.shape[i] - 1) * tensor.strides[i] : 0;
        if (count > largest || last > largest) {
            return std::nullopt;
        }
    }
    return count == 0 ? 0 : static_cast<std::int64_t>(last) + 1;
}

/// The records of one archive, whether they lie in it plainly or must be unpacked.
class Records {
public:
    Records(const std::filesystem::path& path, const ZipDirectory& directory, const UnpackRecord& unpack)
        : path_(path),
          directory_(directory),
          unpack_(unpack) {}

    const ZipRecord* find(std::string_view name) const { return directory_.find(name); }

    Result<std::span<const std::byte>> bytesOf(const ZipRecord& record) const {
        if (record.storage != ZipRecord::Storage::Deflated || !unpack_) {
            return directory_.bytesOf(record);
        }
        constexpr std::uint64_t always = 4096; // a few bytes of a small record may stand for many
        if (record.unpackedSize / ReadingBudget::compression > record.size + always) {
            return failure(ErrorCode::Unsupported, path_, std::string(record.name),
                           fmt::format("the record is compressed more than {}-fold, which weights never are",
                                       ReadingBudget::compression));
        }
        return unpack_(record);
    }

private:
    const std::filesystem::path& path_;
    const ZipDirectory& directory_;
    const UnpackRecord& unpack_;
};

class Walk {
public:
    Walk(const std::filesystem::path& path, const Records& records, std::string prefix, const Pickle& pickle,
         std::size_t pickleBytes)
        : path_(path),
          records_(records),
          prefix_(std::move(prefix)),
          pickle_(pickle),
          mostEntries_(ReadingBudget::entries(pickleBytes)) {}

    Result<TorchListing> run() {
        const auto* top = entriesOf(pickle_.root());
        if (top == nullptr) {
            const DescribedNode found = describeNode(pickle_, pickle_.root());
            return failure(
                ErrorCode::Inconsistent, path_, prefix_ + "data.pkl",
                fmt::format("must hold a dict of tensors, found {}", found.tensor ? "a tensor" : found.kind));
        }
        // A work list, not recursion: how deeply dicts are nested is the file's choice.
        open_.push_back({pickle_.root(), {}, 1});
        visited_.insert(pickle_.root());
        std::size_t next = 0;
        while (next < open_.size()) {
            const Open dict = std::move(open_[next++]); // adding to the list may move what is in it
            for (const auto& [key, value] : *entriesOf(dict.node)) {
                TRY(add(dict, key, value));
            }
        }
        return std::move(listing_);
    }

private:
    struct Open {
        Node node = 0;
        std::string namePrefix;
        std::size_t depth = 0; ///< dicts that it lies in, itself among them
    };

    const std::vector<std::pair<Node, Node>>* entriesOf(Node node) const {
        if (const auto* dict = pickle_.as<Pickle::Dict>(node)) {
            return &dict->items;
        }
        return pickle_.calledName(node) == "collections.OrderedDict" ? &pickle_.as<Pickle::Call>(node)->items
                                                                     : nullptr;
    }

    std::string keyText(Node key) const {
        if (const auto* text = pickle_.as<std::string>(key)) {
            return *text;
        }
        const auto* number = pickle_.as<std::int64_t>(key);
        return number != nullptr ? std::to_string(*number) : "(a key that is not text)";
    }

    tl::unexpected<Error> tooMuch(std::string sentence) const {
        return failure(ErrorCode::Malformed, path_, prefix_ + "data.pkl", std::move(sentence));
    }

    /// Counts bytes that are about to be kept: entries may share a name, a prefix or a shape of any size.
    Result<void> spend(std::size_t bytes) {
        kept_ += bytes;
        return kept_ <= ReadingBudget::nameBytes
                   ? Result<void>()
                   : tooMuch(fmt::format("the names and shapes of its entries take more than {} bytes",
                                         ReadingBudget::nameBytes));
    }

    Result<void> add(const Open& dict, Node key, Node value) {
        const std::string text = keyText(key);
        TRY(spend(dict.namePrefix.size() + text.size()));
        std::string name = dict.namePrefix + text;
        if (entriesOf(value) != nullptr) {
            if (!visited_.insert(value).second) { // a dict may hold itself
                return {};
            }
            if (dict.depth == ReadingBudget::depth) {
                return tooMuch(fmt::format("dicts are nested deeper than {} levels", ReadingBudget::depth));
            }
            const bool transparent = text == "state_dict" || text == "model_state_dict";
            open_.push_back({value, transparent ? dict.namePrefix : name + ".", dict.depth + 1});
            return {};
        }
        if (listing_.tensors.size() + listing_.skipped.size() == mostEntries_) {
            return tooMuch(fmt::format("it holds more than {} entries", mostEntries_));
        }
        DescribedNode described = describeNode(pickle_, value);
        if (!described.tensor || isInteger(described.tensor->type)) {
            TRY(spend(described.kind.size()));
            const auto* integer = pickle_.as<std::int64_t>(value);
            listing_.skipped.push_back({name, std::move(described.kind), described.needsCode,
                                        integer == nullptr ? std::nullopt : std::optional(*integer)});
        }
        if (described.tensor && isInteger(described.tensor->type)) {
            // Nothing needs these: one that is damaged is no reason to refuse the file.
            if (Result<ListedTensor> listed = list(std::move(name), std::move(*described.tensor))) {
                listing_.integers.push_back(std::move(*listed));
            }
            return {};
        }
        if (described.tensor) {
            TRY_ASSIGN(ListedTensor listed, list(std::move(name), std::move(*described.tensor)));
            listing_.tensors.push_back(std::move(listed));
        }
        return {};
    }

    /// Finds the bytes of a tensor.
    Result<ListedTensor> list(std::string name, TensorDescription tensor) {
        std::string recordName = "data/" + tensor.storageKey;
        TRY(spend(recordName.size() + 2 * sizeof(std::int64_t) * tensor.shape.size()));
        const ZipRecord* record = records_.find(prefix_ + recordName);
        if (record == nullptr) {
            return failure(ErrorCode::Malformed, path_, name,
                           fmt::format("the record {} with its values is missing", prefix_ + recordName));
        }
        TRY_ASSIGN(const std::span<const std::byte> storage, records_.bytesOf(*record));
        const auto held = static_cast<std::int64_t>(storage.size() / elementSize(tensor.type));
        const std::optional<std::int64_t> needed = reach(tensor);
        if (!needed || *needed > held || tensor.storageLength > held) {
            return failure(
                ErrorCode::Inconsistent, path_, name,
                fmt::format("its shape, strides and offset reach outside of its {} stored values", held));
        }
        return ListedTensor{std::move(name),
                            tensor.type,
                            std::move(tensor.shape),
                            std::move(tensor.strides),
                            tensor.storageOffset,
                            std::move(recordName),
                            storage};
    }

    const std::filesystem::path& path_;
    const Records& records_;
    std::string prefix_;
    const Pickle& pickle_;
    std::size_t mostEntries_;
    std::size_t kept_ = 0; ///< bytes
    std::vector<Open> open_;
    std::unordered_set<Node> visited_;
    TorchListing listing_;
};

/// Before its pickles torch.save wrote tar archives.
bool isTar(std::span<const std::byte> bytes) {
    constexpr std::string_view magic = "ustar";
    constexpr std::size_t at = 257;
    return bytes.size() >= at + magic.size() &&
           std::string_view(reinterpret_cast<const char*>(bytes.data()) + at, magic.size()) == magic;
}

std::string_view textAtStart(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), std::min<std::size_t>(bytes.size(), 64)};
}

/// Says what a file is that is not a zip archive: the remedy differs.
Error notAnArchive(const std::filesystem::path& path, std::span<const std::byte> bytes) {
    const std::string_view start = textAtStart(bytes);
    constexpr std::string_view legacyMagic = "\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19";
    if (start.empty()) {
        return {ErrorCode::Malformed, path, {}, "is empty"};
    }
    const bool legacyPickle =
        start.size() > 2 && start[0] == '\x80' && start.substr(2).starts_with(legacyMagic);
    if (legacyPickle || isTar(bytes)) {
        return {ErrorCode::Unsupported,
                path,
                {},
                "is in the legacy format of torch before 1.6; convert it with a current torch: "
                "torch.save(torch.load(file), file)"};
    }
    if (isLfsPointer(bytes)) {
        return lfsPointerError(path);
    }
    if (start[0] == '\x80') {
        return {ErrorCode::Malformed, path, {}, "is a bare pickle, not a torch file"};
    }
    return {ErrorCode::Malformed, path, {}, "is not a torch file (not a zip archive)"};
}

} // namespace

bool hasCompressedRecords(const std::filesystem::path& path, std::span<const std::byte> bytes) {
    const auto directory = ZipDirectory::read(path, bytes);
    return directory &&
           std::any_of(directory->records().begin(), directory->records().end(), [](const ZipRecord& record) {
               return record.storage == ZipRecord::Storage::Deflated;
           });
}

Result<TorchListing> listTorchArchive(const std::filesystem::path& path, std::span<const std::byte> bytes,
                                      const UnpackRecord& unpack) {
    if (!textAtStart(bytes).starts_with("PK")) {
        return tl::make_unexpected(notAnArchive(path, bytes));
    }
    TRY_ASSIGN(const ZipDirectory directory, ZipDirectory::read(path, bytes));
    const std::optional<std::string> prefix = archivePrefix(directory);
    if (!prefix) {
        return failure(ErrorCode::Malformed, path, {},
                       "is a zip archive but not a torch file (no data.pkl in it)");
    }
    if (isTorchScript(directory, *prefix)) {
        return failure(ErrorCode::Unsupported, path, {},
                       "is a TorchScript program, not a dict of tensors; save its tensors with torch.save");
    }
    const Records records(path, directory, unpack);
    const std::string pickleName = *prefix + "data.pkl";
    TRY_ASSIGN(const std::span<const std::byte> pickleBytes, records.bytesOf(*records.find(pickleName)));
    const ZipRecord* order = records.find(*prefix + "byteorder");
    if (order != nullptr) {
        TRY_ASSIGN(const std::span<const std::byte> text, records.bytesOf(*order));
        if (textAtStart(text) != "little") {
            return failure(
                ErrorCode::Unsupported, path, *prefix + "byteorder",
                "the file was not written on a little-endian machine; only such files can be read");
        }
    }
    TRY_ASSIGN(const Pickle pickle, Pickle::read(path, pickleName, pickleBytes));
    return Walk(path, records, *prefix, pickle, pickleBytes.size()).run();
}

} // namespace sextant::tensor
