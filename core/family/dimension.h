// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/evidence/reference.h"
#include "core/family/cosine_matrix.h"

#include <optional>
#include <vector>

namespace sextant::family {

/// How many operators a head's layers amount to.
struct Dimension {
    std::vector<double> eigenvalues; ///< of the cosines, [n], decreasing; they sum to the operators that are
                                     ///< not zero
    double participationRatio;       ///< `(sum of eigenvalues)^2 / sum C^2`, in [1, n]; NaN without operators
    std::optional<int> operatorsFor90Percent; ///< the fewest eigenvalues that hold 90 % of their sum; empty
                                              ///< without operators
};

/// O(n^3). `m` independent operators, each rescaled into several layers, have m eigenvalues that are not 0.
[[nodiscard]] Dimension dimensionOf(const CosineMatrix& cosines);

/// The fewest of `eigenvalues`, decreasing, that hold `share` of their sum; empty when the sum is not
/// positive.
[[nodiscard]] std::optional<int> eigenvaluesFor(const std::vector<double>& eigenvalues, double share);

/// The eigenvalues of `layers` isotropic operators' cosines, decreasing, where each cosine has mean 0 and
/// this `deviation`: 1/d for one head, `1/(d sqrt(H))` for the mean over H. Normal cosines, 64 seeded draws;
/// good while layers is far below d^2. O(64 layers^3).
[[nodiscard]] std::vector<evidence::Reference> isotropicEigenvalues(int layers, double deviation);

/// The participation ratio of such operators: `L / (1 + (L - 1) deviation^2)`.
[[nodiscard]] double isotropicParticipationRatio(int layers, double deviation);

} // namespace sextant::family
