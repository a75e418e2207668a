// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace sextant::blas {

/// The thin Q of LAPACK's Householder QR, as NumPy's `linalg.qr` gives it: `columns` [rows, count]
/// column-major is overwritten by Q [rows, min(rows, count)]. Where the columns are linearly dependent, Q is
/// completed by whatever the reflections leave, which rounding decides: so it runs as BlasAsFound, and no
/// other thread may be in a product. False when LAPACK refuses (non-finite input is not refused).
[[nodiscard]] bool householderBasis(std::vector<double>& columns, int rows, int count);

} // namespace sextant::blas
