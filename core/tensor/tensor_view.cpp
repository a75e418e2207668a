// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/tensor_view.h"

namespace sextant::tensor {

std::size_t elementSize(ElementType type) {
    switch (type) {
    case ElementType::Float16:
    case ElementType::BFloat16:
    case ElementType::Int16:
        return 2;
    case ElementType::Float32:
    case ElementType::Int32:
        return 4;
    case ElementType::Float64:
    case ElementType::Int64:
        return 8;
    }
    return 0;
}

bool isInteger(ElementType type) {
    return type == ElementType::Int16 || type == ElementType::Int32 || type == ElementType::Int64;
}

std::string elementName(ElementType type) {
    switch (type) {
    case ElementType::Float16:
        return "float16";
    case ElementType::BFloat16:
        return "bfloat16";
    case ElementType::Float32:
        return "float32";
    case ElementType::Float64:
        return "float64";
    case ElementType::Int16:
        return "int16";
    case ElementType::Int32:
        return "int32";
    case ElementType::Int64:
        return "int64";
    }
    return {};
}

std::vector<std::int64_t> contiguousStrides(const std::vector<std::int64_t>& shape) {
    std::vector<std::int64_t> strides(shape.size());
    std::int64_t stride = 1;
    for (std::size_t i = shape.size(); i-- > 0;) {
        strides[i] = stride;
        stride *= shape[i];
    }
    return strides;
}

std::int64_t TensorView::elementCount() const {
    std::int64_t count = 1;
    for (const std::int64_t extent : shape) {
        count *= extent;
    }
    return count;
}

bool TensorView::isContiguous() const {
    if (elementCount() == 0) {
        return true;
    }
    const std::vector<std::int64_t> expected = contiguousStrides(shape);
    for (std::size_t i = 0; i < shape.size(); ++i) {
        // The stride of a dimension of extent 1 is never walked, and torch stores any number there.
        if (shape[i] != 1 && strides[i] != expected[i]) {
            return false;
        }
    }
    return true;
}

} // namespace sextant::tensor
