// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/indices.h"

#include <string>
#include <vector>

namespace sextant::analysis {

enum class VerdictGrade { Strong, Medium, Weak, Rejected, Undecided };

/// The answer to "one operator, rescaled?" for one anchor.
struct Verdict {
    VerdictGrade grade = VerdictGrade::Undecided;
    double meanCosine =
        0.0; ///< mean over layers of `C[l,a]`, the anchor's own 1.0 included, as in the script
    double meanWithoutAnchor = 0.0; ///< the same without the anchor; NaN when L = 1
    double adjacentMean = 0.0;      ///< mean of `C[l,l+1]`; NaN when L = 1
};

/// `> 0.9` Strong, `> 0.5` Medium, `> 0.1` Weak, else Rejected; NaN is Undecided.
[[nodiscard]] VerdictGrade gradeOf(double meanCosine);

/// From the head-mean matrix [L, L] (row-major); layers whose value is NaN are left out of the means.
[[nodiscard]] Verdict verdict(const std::vector<double>& headMeanCosine, int layers, LayerIndex anchor);

/// "STRONG", "MEDIUM", "WEAK", "REJECTED", "UNDECIDED".
[[nodiscard]] std::string gradeName(VerdictGrade grade);

/// The sentence of the script without its grade, e.g. "same operator up to scalar across all layers."
[[nodiscard]] std::string gradeSentence(VerdictGrade grade);

} // namespace sextant::analysis
