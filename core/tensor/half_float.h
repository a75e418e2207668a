// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace sextant::tensor {

/// The value of an IEEE 754 binary16 given by its bits; exact, with subnormals, infinities and NaN.
[[nodiscard]] float halfToFloat(std::uint16_t bits);

/// The value of a bfloat16: the upper half of a float's bits. Here, so that loops over it can be vectorised.
[[nodiscard]] inline float bfloat16ToFloat(std::uint16_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

/// `count` contiguous halves at `source` (of any alignment) into `target`, by the widest instructions of the
/// machine the program runs on, not of the one it was built on.
void convertHalves(const std::byte* source, std::size_t count, float* target);
void convertHalves(const std::byte* source, std::size_t count, double* target);

/// The same for bfloat16.
void convertBfloat16(const std::byte* source, std::size_t count, float* target);
void convertBfloat16(const std::byte* source, std::size_t count, double* target);

} // namespace sextant::tensor
