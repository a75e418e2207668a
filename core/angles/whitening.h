// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/angles/span_basis.h"

#include <optional>

namespace sextant::angles {

/// The lower-triangular W [k, k] for which `W A` has orthonormal rows, from `gram = A A^T` [k, k] (its lower
/// triangle): the inverse of the Cholesky factor. Nothing when the rows, scaled to unit length, are worse
/// conditioned than 1e3: the Gram squares the condition number, so beyond that the angles could lose more
/// than 1e-9, and a rank-revealing QR is called for. Nothing for a non-finite Gram either. O(k^3).
[[nodiscard]] std::optional<RowMajorMatrix> whitening(const RowMajorMatrix& gram);

} // namespace sextant::angles
