// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/try.h"
#include "core/tensor/mapped_file.h"
#include "core/tensor/tensor_archive.h"
#include "core/tensor/torch_door.h"
#include "core/tensor/torch_listing.h"

#include <utility>

namespace sextant::tensor {
namespace {

TensorView viewOfListed(ListedTensor& listed, const std::shared_ptr<const MappedFile>& file) {
    TensorView view{listed.type, std::move(listed.shape), std::move(listed.strides), listed.storage.data(),
                    file};
    if (view.elementCount() > 0) { // the offset of an empty tensor may lie anywhere
        view.data += static_cast<std::size_t>(listed.storageOffset) * elementSize(listed.type);
    }
    return view;
}

} // namespace

Result<TensorArchive> readTorchArchive(const std::filesystem::path& path) {
    TRY_ASSIGN(const std::shared_ptr<const MappedFile> file, MappedFile::open(path));
    Result<TorchListing> listed = listTorchArchive(path, file->bytes());
    if (!listed && listed.error().code == ErrorCode::Unsupported &&
        hasCompressedRecords(path, file->bytes())) {
        return readThroughTorch(path);
    }
    TRY_ASSIGN(TorchListing listing, std::move(listed));
    TensorArchive archive;
    archive.skipped = std::move(listing.skipped);
    const auto take = [&](std::vector<ListedTensor>& from, std::vector<NamedTensor>& to) {
        to.reserve(from.size());
        for (ListedTensor& each : from) {
            TensorView view = viewOfListed(each, file);
            to.push_back({std::move(each.name), std::move(view)});
        }
    };
    take(listing.tensors, archive.tensors);
    take(listing.integers, archive.integers);
    return archive;
}

} // namespace sextant::tensor
