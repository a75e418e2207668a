// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace sextant::operators {

/// Which unit vectors of g = W_K^T W_Q are computed.
enum class DirectionSide {
    Query,     ///< right singular vectors
    Key,       ///< left singular vectors
    Symmetric, ///< eigenvectors of (g + g^T)/2; these alone pair with the eigenvalues
};

/// "q", "k", "sym".
[[nodiscard]] std::string directionSideName(DirectionSide side);

} // namespace sextant::operators
