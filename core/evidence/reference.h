// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <span>
#include <vector>

namespace sextant::evidence {

/// What a value would be if the layer or the head did not matter. NaN marks what is not known.
struct Reference {
    double mean = std::numeric_limits<double>::quiet_NaN();
    double deviation =
        std::numeric_limits<double>::quiet_NaN(); ///< one standard deviation, of the averaging on show
};

/// A reference and how well its deviation is known.
struct EstimatedReference {
    Reference reference;
    double freedom = std::numeric_limits<double>::infinity(); ///< degrees of freedom; infinite: exactly
};

/// Of the mean of uncorrelated values: the mean of their means, and `sqrt(sum deviation^2) / n`. Entries
/// without a mean are left out; both are NaN when none is left. O(n).
[[nodiscard]] Reference ofMean(std::span<const Reference> references);

/// `factor` times the value: both scale, the deviation by `|factor|`.
[[nodiscard]] Reference scaled(const Reference& reference, double factor);

/// `(value - mean) / deviation`; NaN when any of them is. Where the deviation is 0, 0 for a value that is the
/// mean to rounding, else an infinity.
[[nodiscard]] double zOf(double value, const Reference& reference);

/// Beyond this many deviations a value stands out.
inline constexpr double kNotableZ = 3.0;

/// Where a value stands against its reference: *above* is z > 3, *below* z < -3.
enum class Standing { Unknown, Below, Within, Above };

[[nodiscard]] Standing standingOf(double z);

/// "above", "within", "below", "unknown".
[[nodiscard]] const char* standingName(Standing standing);

/// The chance that a normal value is at least |z| from its mean, on either side; 1 for NaN.
[[nodiscard]] double twoSidedChance(double z);

/// The normal z that is as unlikely as `t` under Student's distribution with `freedom` degrees (Wallace 1959;
/// within 0.06 from 3 degrees on). `t` itself for infinite or NaN freedom.
[[nodiscard]] double normalEquivalent(double t, double freedom);

/// Which of many tests stand out: Benjamini and Hochberg's step-up procedure, [n]. Of those it names, a share
/// of at most `rate` is false on average. NaN never stands out and does not count. O(n log n).
[[nodiscard]] std::vector<bool> discoveries(std::span<const double> chances, double rate = 0.05);

} // namespace sextant::evidence
