// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/finding.h"

#include "core/analysis/mean.h"
#include "core/evidence/closed_forms.h"

#include <fmt/format.h>

#include <cmath>

namespace sextant::quantities {
namespace {

/// From here on the layers are multiples of one operator, whatever the signs: a cosine of 0.9.
constexpr double kOneOperator = 0.81;

/// The mean over heads, then over layers, as the verdict takes it.
double meanOverOthers(const Comparison& comparison, HeadSelection head) {
    const auto cosine = [&](LayerIndex l, HeadIndex h) {
        return l == comparison.anchor ? analysis::kMissing
                                      : comparison.tables.operatorCosine(l, comparison.anchor, h);
    };
    return analysis::meanOfPresent(analysis::layerMeans(comparison.shape(), head, cosine)).value;
}

std::vector<double> cosinesOfOthers(const Comparison& comparison, HeadSelection head) {
    std::vector<double> cosines;
    for (LayerIndex l; l.value < comparison.shape().layers; ++l.value) {
        for (HeadIndex h; l != comparison.anchor && h.value < comparison.shape().heads; ++h.value) {
            const double cosine = comparison.tables.operatorCosine(l, comparison.anchor, h);
            if ((!head || h == *head) && !std::isnan(cosine)) {
                cosines.push_back(cosine);
            }
        }
    }
    return cosines;
}

} // namespace

Finding findingOf(const Comparison& comparison, const References& references, HeadSelection head,
                  ReferenceKind chosen) {
    Finding finding;
    finding.meanCosine = meanOverOthers(comparison, head);
    finding.grade = analysis::gradeOf(finding.meanCosine);
    const ShownReference shown = shownReference(references, {QuantityId::OperatorCosine}, head, chosen);
    finding.comparedWith = shown.kind;
    finding.reference = shown.series.others;
    finding.z = zOfOthers(shown.series, finding.meanCosine);
    const ReferenceOrReason otherHeads =
        references.of({QuantityId::OperatorCosine}, head, ReferenceKind::OtherHeads);
    if (otherHeads && std::isfinite(otherHeads->others.deviation)) {
        const double z = zOfOthers(*otherHeads, finding.meanCosine);
        finding.aboveOtherHeads = evidence::standingOf(z) == evidence::Standing::Above;
    }
    std::vector<double> cosines = cosinesOfOthers(comparison, head);
    if (cosines.empty()) {
        return finding;
    }
    double negative = 0.0;
    for (double& cosine : cosines) {
        negative += cosine < 0.0 ? 1.0 : 0.0; // T has the cosine's sign
        cosine *= cosine;
    }
    const auto count = static_cast<double>(cosines.size());
    finding.negativeScaleShare = negative / count;
    finding.rSquared = analysis::meanOfPresent(cosines).value;
    const evidence::Reference one = evidence::isotropicRSquared(comparison.shape().hiddenSize);
    finding.rSquaredReference = {one.mean, one.deviation / std::sqrt(count)};
    return finding;
}

std::string sentenceOf(const Finding& finding) {
    if (std::isnan(finding.meanCosine)) {
        return "No other layer has finite grams with the anchor.";
    }
    if (finding.rSquared > kOneOperator && finding.negativeScaleShare > 0.0) {
        return fmt::format("Layers are multiples of the anchor's operator, {:.0f} % of them negative.",
                           100.0 * finding.negativeScaleShare);
    }
    if (finding.aboveOtherHeads) {
        return *finding.aboveOtherHeads ? "Layers agree with the anchor more than other heads do."
                                        : "Layers agree with the anchor no more than other heads do.";
    }
    const char* chance = finding.comparedWith == ReferenceKind::SameSpectrum
                             ? "the same spectra turned at random"
                             : "random operators";
    switch (evidence::standingOf(finding.z)) {
    case evidence::Standing::Above:
        return fmt::format("Layers agree with the anchor more than {}; other heads are not known.", chance);
    case evidence::Standing::Below:
        return fmt::format("Layers agree with the anchor less than {}.", chance);
    case evidence::Standing::Within:
        return fmt::format("Layers agree with the anchor no more than {}.", chance);
    case evidence::Standing::Unknown:
        break;
    }
    return "What chance would show is not known.";
}

} // namespace sextant::quantities
