// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/projection.h"

#include <span>
#include <stop_token>
#include <vector>

namespace sextant::operators {

/// Of `(g + g^T)/2`, g = W_K^T W_Q.
struct SymmetricPart {
    std::vector<double> eigenvalues; ///< [2r] by decreasing magnitude, signed; empty when it did not converge
    std::vector<double>
        directions; ///< [count, d] unit eigenvectors in the same order; empty when count was 0
};

/// With the rows of B = [W_K; W_Q], Z = [[0, I/2], [I/2, 0]] and `B^T = Q R`, the nonzero eigenvalues are
/// those of the 2r x 2r matrix `R Z R^T`, the eigenvectors `Q u`. R comes from the Cholesky factor of the
/// small Gram matrix B B^T, where `cross` is `W_Q W_K^T` [r, r], whenever the condition number of that matrix
/// (after W_K and W_Q are scaled to equal norms, which leaves g alone) is at most 1e8: every eigenvalue then
/// has a relative error of about 1e-15 times that number. Above (rank-deficient heads, 2r > d) R comes from a
/// QR factorization of the d-long basis, which does not square the condition number. Where fewer than 2r
/// eigenvalues exist (d < 2r) the rest are 0. `count` <= min(2r, d). Empty soon after a stop request.
[[nodiscard]] SymmetricPart symmetricPart(const Projection& key, const Projection& query,
                                          std::span<const double> cross, int count,
                                          const std::stop_token& stop);

} // namespace sextant::operators
