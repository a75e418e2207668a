// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/angles/principal_angles.h"

#include <cstddef>
#include <vector>

namespace sextant::angles {

/// A run of pairs of spans, whose k x k matrices are gathered so that their singular values, the cosines of
/// their principal angles, are found side by side.
///
///     PairBatch batch(k);
///     RowMajorMatrix::Map(batch.add(angles, std::min(rank, otherRank)), k, k) = basis * other.transpose();
///     batch.finish(); // sets angles.meanCosine and angles.smallestCosine
class PairBatch {
public:
    explicit PairBatch(int size) : size_(size) {}

    /// The next matrix to fill, [k, k] row-major, valid until the next call. `target` must stay where it is
    /// until finish(); of its singular values the `angles` largest count.
    double* add(PrincipalAngles& target, int angles);

    /// Sets the targets' mean and smallest cosine and forgets them; no angle at all counts as orthogonal.
    void finish();

    [[nodiscard]] std::size_t count() const { return targets_.size(); }

private:
    struct Target {
        PrincipalAngles* alignment;
        int angles;
    };

    int size_;
    std::vector<Target> targets_;
    std::vector<double> matrices_;
    std::vector<double> values_;
};

} // namespace sextant::angles
