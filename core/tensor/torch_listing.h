// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/tensor_archive.h"
#include "core/tensor/zip_directory.h"

#include <functional>
#include <span>

namespace sextant::tensor {

/// A tensor as the pickle of a torch archive describes it, checked: every element lies inside the storage.
struct ListedTensor {
    std::string name;
    ElementType type = ElementType::Float32;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;
    std::int64_t storageOffset = 0;     ///< in elements
    std::string storageRecord;          ///< of the archive, without the archive's name, e.g. `data/0`
    std::span<const std::byte> storage; ///< in the archive's bytes, or where it was unpacked to
};

/// What a torch archive holds.
struct TorchListing {
    std::vector<ListedTensor> tensors;
    std::vector<SkippedEntry> skipped;
    std::vector<ListedTensor> integers; ///< of whole numbers; each is among `skipped` too
};

/// Gives the bytes of a compressed record, and keeps them.
using UnpackRecord = std::function<Result<std::span<const std::byte>>(const ZipRecord&)>;

/// Finds the tensors of a torch archive that lies in memory, without executing anything: dicts, nested or
/// not, and OrderedDicts are walked; what is nested below `state_dict` keeps its own names, below another key
/// they are prefixed with `key.`; entries that are not floating-point tensors are skipped by name; of those
/// of whole numbers the sound ones are listed as well. Errs like readTorchArchive(); without `unpack` a
/// compressed record is Unsupported.
///
///     const auto listing = listTorchArchive("x.pt", file->bytes());
///     if (listing) { for (const ListedTensor& tensor : listing->tensors) { ... } }
[[nodiscard]] Result<TorchListing> listTorchArchive(const std::filesystem::path& path,
                                                    std::span<const std::byte> bytes,
                                                    const UnpackRecord& unpack = {});

/// Whether these are the bytes of a zip archive with compressed records in it.
[[nodiscard]] bool hasCompressedRecords(const std::filesystem::path& path, std::span<const std::byte> bytes);

} // namespace sextant::tensor
