// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>

namespace sextant::ranks {

/// How ranks keep in touch. Where a launcher ends all ranks when one dies, nobody has to wait so long; where
/// it does not, the others find out by themselves.
struct Patience {
    std::chrono::microseconds pause{1000}; ///< after the first check that found no letter; see pauseAfter()
    std::chrono::milliseconds sign{2000};  ///< between two signs of life
    std::chrono::milliseconds silence{std::chrono::minutes{2}};   ///< after which a rank counts as lost
    std::chrono::milliseconds farewell{std::chrono::seconds{20}}; ///< for the last task of a dismissed rank

    /// The pause after so many checks that found none, at most eight times the first: where tasks take long,
    /// looking often costs more than it gains.
    [[nodiscard]] std::chrono::microseconds pauseAfter(int looks) const {
        return pause * std::clamp(looks, 1, 8);
    }

    /// After so long without checking for letters, a rank was stopped itself, and says nothing of others'
    /// silence.
    [[nodiscard]] std::chrono::milliseconds absence() const { return silence / 2; }
};

} // namespace sextant::ranks
