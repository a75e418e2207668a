// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantities/anchor_view.h"

#include <optional>

namespace sextant::quantities {

/// One quantity over depth as a single number, beside what unrelated layers would show.
struct Answer {
    QuantityId quantity;
    double value = 0.0; ///< mean over the layers other than the anchor; NaN when there is none with data
    ChanceLevel chance;
    ReferenceKind comparedWith = ReferenceKind::OtherHeads; ///< what `reference` is
    evidence::Reference reference; ///< of the mean over these layers; unknown when there is none
    double z = std::numeric_limits<double>::quiet_NaN();
    evidence::Standing standing = evidence::Standing::Unknown;
    std::optional<evidence::WhyNot> whyNot; ///< why the chosen reference is not the one on show
};

/// The questions behind the plots, side by side: is it the same operator, the same spectrum, the same
/// subspace?
struct ThreeAnswers {
    Answer sameOperator;                ///< operator cosine to the anchor
    std::optional<Answer> sameSpectrum; ///< spectral cosine S to the anchor; empty without tensors
    std::optional<Answer>
        sameSubspace; ///< mean cosine of the principal angles; empty until they are computed
};

/// Of the view's anchor and selection of heads. O(L).
[[nodiscard]] ThreeAnswers threeAnswers(const AnchorView& view);

} // namespace sextant::quantities
