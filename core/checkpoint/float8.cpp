// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/float8.h"

#include "core/base/try.h"
#include "core/tensor/mapped_file.h"
#include "core/tensor/safetensors_header.h"

#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace sextant::checkpoint {
namespace {

constexpr std::size_t byteValues = 256;

std::array<double, byteValues> makeValues() {
    std::array<double, byteValues> values{};
    for (std::size_t byte = 0; byte < byteValues; ++byte) {
        const int exponent = static_cast<int>(byte >> 3U) & 15;
        const int mantissa = static_cast<int>(byte & 7U);
        const double magnitude =
            exponent == 0 ? std::ldexp(mantissa, -9) : std::ldexp(8 + mantissa, exponent - 10);
        const bool isNan = exponent == 15 && mantissa == 7;
        values[byte] = isNan                    ? std::numeric_limits<double>::quiet_NaN()
                       : byte >= byteValues / 2 ? -magnitude
                                                : magnitude;
    }
    return values;
}

double valueOf(std::byte byte) {
    static const std::array<double, byteValues> values = makeValues();
    return values[std::to_integer<std::size_t>(byte)];
}

template <typename Number>
void convertAny(const Float8Matrix& matrix, std::int64_t start, std::int64_t stride, std::size_t count,
                Number* target) {
    for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t at = start + static_cast<std::int64_t>(i) * stride;
        const std::int64_t block = at / matrix.columns / matrix.blockRows * matrix.blocksPerRow +
                                   at % matrix.columns / matrix.blockColumns;
        target[i] = static_cast<Number>(valueOf(matrix.elements[at]) *
                                        matrix.factors[static_cast<std::size_t>(block)]);
    }
}

} // namespace

Result<std::map<std::string, tensor::TensorView>> float8Tensors(const std::filesystem::path& path) {
    TRY_ASSIGN(const std::shared_ptr<const tensor::MappedFile> file, tensor::MappedFile::open(path));
    TRY_ASSIGN(std::vector<tensor::SafetensorsEntry> entries,
               tensor::parseSafetensorsHeader(file->bytes(), path));
    std::map<std::string, tensor::TensorView> found;
    for (tensor::SafetensorsEntry& entry : entries) {
        if (entry.type == float8Type) {
            tensor::TensorView view;
            view.strides = tensor::contiguousStrides(entry.shape);
            view.shape = std::move(entry.shape);
            view.data = file->bytes().data() + entry.begin;
            view.owner = file;
            found.emplace(std::move(entry.name), std::move(view));
        }
    }
    return found;
}

void convertFloat8(const Float8Matrix& matrix, std::int64_t start, std::int64_t stride, std::size_t count,
                   float* target) {
    convertAny(matrix, start, stride, count, target);
}

void convertFloat8(const Float8Matrix& matrix, std::int64_t start, std::int64_t stride, std::size_t count,
                   double* target) {
    convertAny(matrix, start, stride, count, target);
}

} // namespace sextant::checkpoint
