// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace sextant::blas {

/// The number of elements of a matrix [rows, columns], and so where its row `rows` would begin. Not a product
/// of ints, which could overflow.
inline std::size_t area(int rows, int columns) {
    return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
}

} // namespace sextant::blas
