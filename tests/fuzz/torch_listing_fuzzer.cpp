// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/torch_listing.h"

#include <cstdint>
#include <cstdlib>

/// Whatever the bytes are, the reader gives an error or tensors that lie inside of them.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::span<const std::byte> bytes(reinterpret_cast<const std::byte*>(data), size);
    const auto listing = sextant::tensor::listTorchArchive("fuzzed.pt", bytes);
    if (!listing) {
        return 0;
    }
    for (const sextant::tensor::ListedTensor& tensor : listing->tensors) {
        bool empty = false;
        std::int64_t last = tensor.storageOffset;
        for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
            empty = empty || tensor.shape[i] == 0;
            last += (tensor.shape[i] - 1) * tensor.strides[i];
        }
        const auto held =
            static_cast<std::int64_t>(tensor.storage.size() / sextant::tensor::elementSize(tensor.type));
        const bool inside = tensor.storage.data() >= bytes.data() &&
                            tensor.storage.data() + tensor.storage.size() <= bytes.data() + bytes.size();
        if (!inside || (!empty && (last >= held || tensor.storageOffset < 0))) {
            std::abort();
        }
    }
    return 0;
}
