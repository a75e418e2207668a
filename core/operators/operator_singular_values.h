// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/projection.h"

#include <stop_token>
#include <vector>

namespace sextant::operators {

/// The singular values of `g = W_K^T W_Q` by decreasing size: [r], padded with zeros where d < r. Empty when
/// the decomposition did not converge, and soon after a stop request.
///
/// With `W W^T = L L^T` they are those of the r x r matrix `L_K^T L_Q`, each within about 1e-7 of itself
/// while the condition numbers of both small Gram matrices are at most 1e8. Above (rank-deficient heads) a QR
/// factorization of both d-long bases takes the place of L, which does not square the condition number.
[[nodiscard]] std::vector<double> operatorSingularValues(const Projection& key, const Projection& query,
                                                         const std::stop_token& stop);

} // namespace sextant::operators
