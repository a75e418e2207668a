// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/tensor/half_float.h"
#include "core/tensor/tensor_view.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace sextant::tensor {
namespace {

/// Contiguous elements, of any alignment.
template <typename Target>
void convertRun(ElementType type, const std::byte* source, std::size_t count, Target* target) {
    const auto each = [&]<typename Stored>(Stored, auto value) {
        for (std::size_t i = 0; i < count; ++i) {
            Stored stored;
            std::memcpy(&stored, source + i * sizeof stored, sizeof stored);
            target[i] = static_cast<Target>(value(stored));
        }
    };
    switch (type) {
    case ElementType::Float16:
        convertHalves(source, count, target);
        break;
    case ElementType::BFloat16:
        convertBfloat16(source, count, target);
        break;
    case ElementType::Float32:
        each(float{}, [](float value) { return value; });
        break;
    case ElementType::Float64:
        each(double{}, [](double value) { return value; });
        break;
    case ElementType::Int16:
        each(std::int16_t{}, [](std::int16_t value) { return value; });
        break;
    case ElementType::Int32:
        each(std::int32_t{}, [](std::int32_t value) { return value; });
        break;
    case ElementType::Int64:
        each(std::int64_t{}, [](std::int64_t value) { return value; });
        break;
    }
}

/// Gathers strided elements into a small contiguous buffer first, so that there is one conversion and it is
/// fast.
template <typename Target>
void convert(ElementType type, const std::byte* source, std::int64_t stride, std::size_t count,
             Target* target) {
    if (stride == 1) {
        convertRun(type, source, count, target);
        return;
    }
    constexpr std::size_t blockLength = 256;
    std::array<std::byte, blockLength * sizeof(double)> block;
    const std::size_t size = elementSize(type);
    const std::int64_t step = stride * static_cast<std::int64_t>(size);
    for (std::size_t begin = 0; begin < count; begin += blockLength) {
        const std::size_t length = std::min(blockLength, count - begin);
        for (std::size_t i = 0; i < length; ++i) {
            std::memcpy(block.data() + i * size, source + static_cast<std::int64_t>(begin + i) * step, size);
        }
        convertRun(type, block.data(), length, target + begin);
    }
}

} // namespace

void convertToDouble(ElementType type, const std::byte* source, std::int64_t stride, std::size_t count,
                     double* target) {
    convert(type, source, stride, count, target);
}

void convertToFloat(ElementType type, const std::byte* source, std::int64_t stride, std::size_t count,
                    float* target) {
    convert(type, source, stride, count, target);
}

} // namespace sextant::tensor
