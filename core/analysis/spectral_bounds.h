// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

namespace sextant::analysis {

/// What a spectrum holds at a glance.
struct SpectrumSums {
    double sum = 0.0;        ///< `sum e`
    double magnitudes = 0.0; ///< `sum |e|`
    double squares = 0.0;    ///< `sum e^2`
};

/// NaN sums when a value is not finite. O(n).
[[nodiscard]] SpectrumSums sumsOf(std::span<const double> eigenvalues);

/// The smallest S that two lists of `count` magnitudes with these sums can have: both are sorted, so that
/// `S >= sum|e_l| sum|e_m| / (n ||e_l|| ||e_m||)` (Chebyshev's sum inequality). 0 for a zero spectrum.
[[nodiscard]] double spectralFloor(const SpectrumSums& one, const SpectrumSums& other, int count);

/// The largest cosine that two operators with these singular values can have, `<s_l, s_m> / (||s_l||
/// ||s_m||)` (von Neumann's trace inequality). Both lists are sorted downwards; the shorter is followed by
/// zeros. 0 for a zero operator, NaN when a value is.
[[nodiscard]] double singularValueCosine(std::span<const double> one, std::span<const double> other);

/// How many eigenvalues are not zero to rounding: above `tolerance` times the largest magnitude. An operator
/// of rank p whose W_K and W_Q share no direction has 2p of them, a symmetric one p; so more stored
/// directions than this are arbitrary, save those of an antisymmetric part, which leaves no eigenvalue. 0
/// when a value is not finite.
[[nodiscard]] int nonZeroEigenvalues(std::span<const double> eigenvalues, double tolerance);

} // namespace sextant::analysis
