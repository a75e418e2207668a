// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <limits>
#include <span>
#include <vector>

namespace sextant::analysis {

/// Marks a value that is not there.
inline constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

/// Sum in the order NumPy adds a one-dimensional array (pairwise, eight accumulators in blocks of up to 128),
/// so that a mean agrees with the reference script's to the last bit. O(n).
[[nodiscard]] double pairwiseSum(std::span<const double> values);

/// A mean that leaves missing (NaN) values out.
struct PresentMean {
    double value = 0.0; ///< NaN when nothing is present
    int missing = 0;
};

[[nodiscard]] PresentMean meanOfPresent(std::span<const double> values);

/// Linear-interpolated quantile of the finite values, `fraction` in [0, 1]; reorders `values`. NaN when
/// empty.
[[nodiscard]] double quantileInPlace(std::vector<double>& values, double fraction);

} // namespace sextant::analysis
