// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/tensor_values.h"

namespace sextant::artifact {

bool fitsItsFile(const tensor::TensorView& tensor, const std::filesystem::path& path) {
    std::error_code code;
    const std::uintmax_t size = std::filesystem::file_size(path, code);
    return !code &&
           static_cast<std::uintmax_t>(tensor.elementCount()) <= size / tensor::elementSize(tensor.type);
}

std::vector<double> valuesOf(const tensor::TensorView& tensor) {
    std::vector<double> values(static_cast<std::size_t>(tensor.elementCount()));
    if (values.empty()) {
        return values;
    }
    const std::size_t rank = tensor.shape.size();
    const auto length = static_cast<std::size_t>(tensor.shape.back());
    std::vector<std::int64_t> row(rank - 1, 0); // indices of the row being read
    for (std::size_t begin = 0; begin < values.size(); begin += length) {
        std::int64_t offset = 0;
        for (std::size_t i = 0; i < row.size(); ++i) {
            offset += row[i] * tensor.strides[i];
        }
        tensor::convertToDouble(
            tensor.type, tensor.data + offset * static_cast<std::int64_t>(tensor::elementSize(tensor.type)),
            tensor.strides.back(), length, values.data() + begin);
        for (std::size_t i = row.size(); i-- > 0;) {
            if (++row[i] < tensor.shape[i]) {
                break;
            }
            row[i] = 0;
        }
    }
    return values;
}

} // namespace sextant::artifact
