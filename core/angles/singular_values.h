// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sextant::angles {

/// Singular values of `count` square matrices [count, size, size] (row-major) into `values` [count, size], in
/// no particular order. Absolute error a few units in the last place of the largest. Finite input only.
///
/// Small matrices (size <= 64) go through one-sided Jacobi, eight matrices side by side in vector lanes, with
/// the widest vectors this machine has; larger ones through a bidiagonal divide and conquer, one at a time.
/// O(count size^3).
void singularValues(const double* matrices, int count, int size, double* values);

} // namespace sextant::angles
