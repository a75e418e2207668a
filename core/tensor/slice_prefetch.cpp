// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/mapped_file.h"
#include "core/tensor/tensor_view.h"

namespace sextant::tensor {

void prefetchSlice(const TensorView& view, std::int64_t first, std::int64_t second) {
    TensorView slice = view;
    slice.shape.erase(slice.shape.begin(), slice.shape.begin() + 2);
    slice.strides.erase(slice.strides.begin(), slice.strides.begin() + 2);
    if (slice.isContiguous()) {
        const auto size = static_cast<std::int64_t>(elementSize(view.type));
        MappedFile::prefetch({view.data + (first * view.strides[0] + second * view.strides[1]) * size,
                              static_cast<std::size_t>(slice.elementCount() * size)});
    }
}

} // namespace sextant::tensor
