// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace sextant::tensor {

enum class ElementType { Float16, BFloat16, Float32, Float64, Int16, Int32, Int64 };

/// Whether elements are whole numbers.
[[nodiscard]] bool isInteger(ElementType type);

/// Bytes of one element: 2, 2, 4, 8, 2, 4, 8.
[[nodiscard]] std::size_t elementSize(ElementType type);

/// "float16", "bfloat16", "float32", "float64", "int16", "int32", "int64".
[[nodiscard]] std::string elementName(ElementType type);

/// A read-only tensor that lies where it was found, usually in a mapped file: nothing is copied.
struct TensorView {
    ElementType type = ElementType::Float32;
    std::vector<std::int64_t> shape;   ///< each >= 0
    std::vector<std::int64_t> strides; ///< in elements, one per dimension; need not be contiguous
    const std::byte* data = nullptr;   ///< the element at index (0, ..., 0)
    std::shared_ptr<const void> owner; ///< keeps `data` valid (the mapping or the torch storage)

    [[nodiscard]] std::int64_t elementCount() const;
    [[nodiscard]] bool isContiguous() const;
};

/// Asks the system to fetch view[first][second] from its file, without waiting for it. What is not one
/// contiguous run there, or not in a mapped file, is left alone. `view` has at least two dimensions.
void prefetchSlice(const TensorView& view, std::int64_t first, std::int64_t second);

/// Element strides of a contiguous row-major tensor of this shape.
[[nodiscard]] std::vector<std::int64_t> contiguousStrides(const std::vector<std::int64_t>& shape);

/// Reads `count` elements, `stride` elements apart, from `source` into `target`, exactly (every half,
/// bfloat16, float and int32 is a double); int64 beyond 2^53 is rounded to nearest.
void convertToDouble(ElementType type, const std::byte* source, std::int64_t stride, std::size_t count,
                     double* target);

/// The same into floats; float64, int32 and int64 are rounded to nearest.
void convertToFloat(ElementType type, const std::byte* source, std::int64_t stride, std::size_t count,
                    float* target);

} // namespace sextant::tensor
