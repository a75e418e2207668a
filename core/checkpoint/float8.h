// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/tensor/tensor_view.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace sextant::checkpoint {

/// The type of such tensors in a safetensors file: 4 bits of exponent, 3 of mantissa, no infinities.
inline constexpr const char* float8Type = "F8_E4M3";

/// The tensors of 8-bit floats in a safetensors file, by their names, as views whose elements are one byte
/// each whatever their `type` says. Errs as reading the file does.
[[nodiscard]] Result<std::map<std::string, tensor::TensorView>>
float8Tensors(const std::filesystem::path& path);

/// A matrix of 8-bit floats, each block of which is multiplied by a factor of its own.
struct Float8Matrix {
    const std::byte* elements = nullptr; ///< [rows, columns], row-major
    std::int64_t columns = 0;
    std::int64_t blockRows = 1;
    std::int64_t blockColumns = 1;
    std::int64_t blocksPerRow = 1;
    std::vector<double> factors = {}; ///< [blocks of rows, blocks of columns]
};

/// Writes `count` numbers of the matrix, `stride` elements apart from element `start` on, to `target`.
void convertFloat8(const Float8Matrix& matrix, std::int64_t start, std::int64_t stride, std::size_t count,
                   float* target);
void convertFloat8(const Float8Matrix& matrix, std::int64_t start, std::int64_t stride, std::size_t count,
                   double* target);

} // namespace sextant::checkpoint
