// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/anchor_view.h"

#include <optional>

namespace sextant::analysis {

/// One quantity over depth as a single number, beside what unrelated layers would show.
struct Answer {
    double value = 0.0;  ///< mean over the layers other than the anchor; NaN when there is none with data
    double chance = 0.0; ///< NaN when not known
};

/// The questions behind the plots, side by side: is it the same operator, the same spectrum, the same
/// subspace?
struct ThreeAnswers {
    Answer sameOperator;                ///< operator cosine to the anchor; by chance 0
    double operatorDeviation = 0.0;     ///< standard deviation of that chance level
    std::optional<Answer> sameSpectrum; ///< spectral cosine S to the anchor; empty without tensors
    std::optional<Answer>
        sameSubspace; ///< mean cosine of the principal angles; empty until they are computed
};

/// Of the view's anchor and selection of heads. O(L).
ThreeAnswers threeAnswers(const AnchorView& view);

} // namespace sextant::analysis
