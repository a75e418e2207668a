// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/checkpoint/stack.h"

#include <string>
#include <vector>

namespace sextant::checkpoint {

/// The gains of normalisations around the projections of a stack: which there are, and their values.
class Gains {
public:
    /// Finds which of the layout's names are in use. `stack` has its prefix and shape, and outlives this.
    explicit Gains(const Stack& stack);

    /// Errs with Usage when gains are to be folded that nobody can name.
    [[nodiscard]] Result<void> refuseUnknown() const;

    /// Reads the gains of a layer into `weights`. Errs when one is missing, has another shape or is not
    /// finite.
    [[nodiscard]] Result<void> read(int layer, LayerWeights& weights) const;

    /// The gains, folded or not, and the biases of the stack.
    [[nodiscard]] NormReport report(bool folded) const;

private:
    [[nodiscard]] Result<void> readOfHeads(const std::string& pattern, int layer, int heads,
                                           std::vector<double>& gain) const;

    /// Appends the elements of a tensor to `gain`.
    [[nodiscard]] Result<void> append(const std::string& name, const std::vector<std::int64_t>& shape,
                                      std::vector<double>& gain) const;

    const Stack& stack_;
    std::string input_; ///< patterns; empty where there are no such gains
    std::string query_;
    std::string key_;
    std::string queryRank_; ///< between the factors of a low-rank projection
    std::string keyRank_;
};

} // namespace sextant::checkpoint
