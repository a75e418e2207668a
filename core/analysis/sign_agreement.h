// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"

#include <cstdint>
#include <vector>

namespace sextant::analysis {

/// The numbers of leading eigenvalues that are compared: 2, 4, 8, ..., 256, those <= `eigenvalueCount` (2r).
[[nodiscard]] std::vector<int> signCounts(int eigenvalueCount);

/// Signs among the leading values of one spectrum.
struct LeadingSigns {
    double positive = 0.0;
    double nonZero = 0.0; ///< at least `positive`
};

/// For every pair of layers and head, how many of the k' leading eigenvalues agree in sign at the same rank
/// (`sign(0) = 0` agrees only with 0). Missing where either spectrum holds a non-finite value among its first
/// k'.
class SignAgreementTable {
public:
    /// O(L^2 H r).
    SignAgreementTable(const artifact::TensorFile& tensors, const artifact::ArtifactShape& shape);

    [[nodiscard]] const std::vector<int>& counts() const { return counts_; }

    /// Share in [0, 1] of the leading `counts()[countIndex]` eigenvalues whose sign agrees; NaN when missing.
    [[nodiscard]] double agreement(std::size_t countIndex, LayerIndex l, LayerIndex m, HeadIndex h) const;

    /// Share in [0, 1] of positive values among the leading `counts()[countIndex]`; NaN when missing.
    [[nodiscard]] double positiveShare(std::size_t countIndex, LayerIndex l, HeadIndex h) const;

    /// Counts among the leading `counts()[countIndex]` eigenvalues; NaN when missing.
    [[nodiscard]] LeadingSigns leadingSigns(std::size_t countIndex, LayerIndex l, HeadIndex h) const;

    /// Share in [0, 1] of positive values among all 2r. 0.5 whenever `[W_K^T W_Q^T]` has full column rank
    /// (Sylvester's law of inertia): another value means rank deficiency, not curvature.
    [[nodiscard]] double positiveShareOfAll(LayerIndex l, HeadIndex h) const;

    /// The same over all heads of a layer that are there: one quotient of counts, as the reference script has
    /// it, where a mean of shares could differ in the last bit.
    [[nodiscard]] double positiveShareOfAll(LayerIndex l) const;

private:
    std::size_t head(LayerIndex l, HeadIndex h) const;
    std::size_t leading(std::size_t countIndex, LayerIndex l, HeadIndex h) const;

    int layers_ = 0;
    int heads_ = 0;
    std::vector<int> counts_;
    int eigenvalueCount_ = 0;              ///< 2r
    std::vector<std::uint16_t> agreeing_;  ///< [counts, L, L, H]
    std::vector<std::uint16_t> positive_;  ///< [counts, L, H]
    std::vector<std::uint16_t> nonZero_;   ///< [counts, L, H]
    std::vector<std::uint16_t> finiteRun_; ///< [L, H], leading values that are finite
    std::vector<double> positiveOfAll_;    ///< [L, H], a count, NaN when missing
};

} // namespace sextant::analysis
