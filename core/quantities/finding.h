// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/verdict.h"
#include "core/quantities/references.h"

#include <optional>
#include <string>

namespace sextant::quantities {

/// The answer to "one operator, rescaled?" that the anchor's own 1 does not lift and signs do not hide. All
/// means are over the layers other than the anchor and the heads on show that have a value.
struct Finding {
    analysis::VerdictGrade grade =
        analysis::VerdictGrade::Undecided; ///< of `meanCosine`; undecided when L = 1
    double meanCosine = std::numeric_limits<double>::quiet_NaN();
    ReferenceKind comparedWith = ReferenceKind::OtherHeads; ///< what `reference` is
    evidence::Reference reference;                          ///< of `meanCosine`
    double z = std::numeric_limits<double>::quiet_NaN();
    double rSquared = std::numeric_limits<double>::quiet_NaN(); ///< mean of C^2, blind to signs
    evidence::Reference rSquaredReference;                      ///< of isotropic operators: mean 1/d^2
    double negativeScaleShare =
        std::numeric_limits<double>::quiet_NaN(); ///< of (layer, head) with T < 0, in [0, 1]
    std::optional<bool> aboveOtherHeads; ///< z > 3 against other heads; empty when those are not known
};

/// Of one anchor. O(L H).
[[nodiscard]] Finding findingOf(const Comparison& comparison, const References& references,
                                HeadSelection head, ReferenceKind chosen = ReferenceKind::OtherHeads);

/// It in one plain sentence, e.g. "Layers agree with the anchor no more than other heads do."
[[nodiscard]] std::string sentenceOf(const Finding& finding);

} // namespace sextant::quantities
