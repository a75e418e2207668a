// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>

namespace sextant::blas {

/// The number of elements of a matrix [rows, columns], and so the offset of row `rows`. A product of ints
/// could overflow.
[[nodiscard]] inline std::size_t area(int rows, int columns) {
    return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
}

} // namespace sextant::blas
