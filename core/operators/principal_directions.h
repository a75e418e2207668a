// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/operators/projection.h"

#include <stop_token>
#include <vector>

namespace sextant::operators {

/// The `count` leading singular vectors of `g = W_K^T W_Q` on the side of `spanning`, by decreasing singular
/// value: [count, d] unit rows. With `spanning` = W_Q and `other` = W_K they are the right (query-side)
/// vectors, with the two exchanged the left (key-side) ones. `count` <= min(r, d). Empty when the
/// decomposition did not converge, and soon after a stop request.
///
/// Method: with `W_other W_other^T = L L^T` and u an eigenvector of the r x r matrix `L^T (W W^T) L`,
/// eigenvalue s^2, the vector is `W^T L u / s`: nothing of length d but one product. This squares singular
/// values, so it is used only while the smallest s^2 wanted is above 1e-6 of `||W W^T||_F ||W_other
/// W_other^T||_F`; below (rank-deficient or zero heads, spectra falling by more than a thousand) a QR
/// factorization of both d-long bases and an r x r singular value decomposition take its place.
[[nodiscard]] std::vector<double> principalDirections(const Projection& spanning, const Projection& other,
                                                      int count, const std::stop_token& stop);

/// Scales every row [count, width] to unit length and fixes its sign: the component of largest magnitude, the
/// first of them if several, is positive. A zero row stays.
void normaliseRows(std::vector<double>& rows, int count, int width);

} // namespace sextant::operators
