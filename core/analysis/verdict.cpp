// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/verdict.h"

#include "core/analysis/mean.h"

#include <cmath>

namespace sextant::analysis {

VerdictGrade gradeOf(double meanCosine) {
    if (std::isnan(meanCosine)) {
        return VerdictGrade::Undecided;
    }
    if (meanCosine > 0.9) {
        return VerdictGrade::Strong;
    }
    if (meanCosine > 0.5) {
        return VerdictGrade::Medium;
    }
    return meanCosine > 0.1 ? VerdictGrade::Weak : VerdictGrade::Rejected;
}

Verdict verdict(const std::vector<double>& headMeanCosine, int layers, LayerIndex anchor) {
    const auto at = [&](int l, int m) { return headMeanCosine[static_cast<std::size_t>(l) * layers + m]; };
    std::vector<double> toAnchor;
    std::vector<double> others;
    std::vector<double> adjacent;
    for (int l = 0; l < layers; ++l) {
        toAnchor.push_back(at(l, anchor.value));
        if (l != anchor.value) {
            others.push_back(at(l, anchor.value));
        }
        if (l + 1 < layers) {
            adjacent.push_back(at(l, l + 1));
        }
    }
    Verdict result;
    result.meanCosine = meanOfPresent(toAnchor).value;
    result.meanWithoutAnchor = meanOfPresent(others).value;
    result.adjacentMean = meanOfPresent(adjacent).value;
    result.grade = gradeOf(result.meanCosine);
    return result;
}

std::string gradeName(VerdictGrade grade) {
    switch (grade) {
    case VerdictGrade::Strong:
        return "STRONG";
    case VerdictGrade::Medium:
        return "MEDIUM";
    case VerdictGrade::Weak:
        return "WEAK";
    case VerdictGrade::Rejected:
        return "REJECTED";
    case VerdictGrade::Undecided:
        break;
    }
    return "UNDECIDED";
}

std::string gradeSentence(VerdictGrade grade) {
    switch (grade) {
    case VerdictGrade::Strong:
        return "same operator up to scalar across all layers.";
    case VerdictGrade::Medium:
        return "substantial shared operator, but layer-specific drift.";
    case VerdictGrade::Weak:
        return "some alignment; far from single-operator interpretation.";
    case VerdictGrade::Rejected:
        return "operators are effectively orthogonal across layers.";
    case VerdictGrade::Undecided:
        break;
    }
    return "no layer has finite grams with the anchor.";
}

} // namespace sextant::analysis
