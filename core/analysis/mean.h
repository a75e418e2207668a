#pragma once

#include <span>
#include <vector>

namespace sextant {

/// Sum in the order NumPy adds a one-dimensional array (pairwise, eight accumulators in blocks of up to 128),
/// so that a mean agrees with the reference script's to the last bit. O(n).
double pairwiseSum(std::span<const double> values);

/// A mean that leaves missing (NaN) values out.
struct PresentMean {
    double value = 0.0; ///< NaN when nothing is present
    int missing = 0;
};

PresentMean meanOfPresent(std::span<const double> values);

/// Linear-interpolated quantile of the finite values, `fraction` in [0, 1]; reorders `values`. NaN when
/// empty.
double quantileInPlace(std::vector<double>& values, double fraction);

} // namespace sextant
