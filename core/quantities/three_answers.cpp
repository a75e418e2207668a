// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/three_answers.h"

#include "core/analysis/mean.h"

#include <vector>

namespace sextant::quantities {
namespace {

/// The anchor's own 1 says nothing about the others, so it is left out.
Answer answerOf(const AnchorView& view, const QuantitySeries& quantity) {
    std::vector<double> others = quantity.series.value;
    others.erase(others.begin() + view.anchor.value);
    const Comparison comparison{*view.tables, nullptr, view.anchor};
    Answer answer{.quantity = quantity.key.id,
                  .value = analysis::meanOfPresent(others).value,
                  .chance = chanceOf(quantity.key, comparison, view.anchor, HeadIndex{0}),
                  .comparedWith = quantity.reference.kind,
                  .reference = quantity.reference.series.others,
                  .whyNot = quantity.reference.whyNot};
    answer.z = zOfOthers(quantity.reference.series, answer.value);
    answer.standing = evidence::standingOf(answer.z);
    return answer;
}

std::optional<Answer> answerIfThere(const AnchorView& view, QuantityId id) {
    const QuantitySeries* quantity = view.find({id});
    return quantity == nullptr ? std::nullopt : std::optional(answerOf(view, *quantity));
}

} // namespace

ThreeAnswers threeAnswers(const AnchorView& view) {
    return {.sameOperator = answerOf(view, *view.find({QuantityId::OperatorCosine})),
            .sameSpectrum = answerIfThere(view, QuantityId::SpectralCosine),
            .sameSubspace = answerIfThere(view, QuantityId::MeanPrincipalCosine)};
}

} // namespace sextant::quantities
