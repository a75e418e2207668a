// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/indices.h"

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace sextant::evidence {

/// One comparison of a head of a layer with another head of a later layer.
struct HeadDraw {
    LayerIndex layer;
    HeadIndex head;
    LayerIndex laterLayer;
    HeadIndex otherHead;
    double value = 0.0; ///< finite
};

/// What a head brings to every draw it takes part in, told apart from what two heads have in common.
struct HeadEffects {
    std::vector<double> ofHeads;   ///< [L, H], of mean 0 over the heads of a layer that were drawn
    std::vector<int> uses;         ///< [L, H], draws that the head takes part in
    std::vector<double> centred;   ///< [n], each draw less the mean of its pair of layers
    std::vector<double> remainder; ///< [n], each less what its two heads bring, too
    double freedom = 0.0;          ///< degrees of freedom of `remainder`; negative: too few draws to tell
};

/// Least squares of `value = mean of the pair of layers + effect of one head + effect of the other` over
/// draws of all pairs of layers, by conjugate gradients. Where the draws leave effects open, the smallest
/// that fit. O(n) per step, of which well-balanced draws take a few dozen.
[[nodiscard]] HeadEffects headEffects(std::span<const HeadDraw> draws, int layers, int heads);

} // namespace sextant::evidence
