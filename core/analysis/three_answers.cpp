// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/three_answers.h"

#include "core/analysis/mean.h"

#include <vector>

namespace sextant::analysis {

namespace {

/// The anchor's own 1 says nothing about the others, so it is left out.
Answer answerOf(const LayerSeries& series, LayerIndex anchor, double chance) {
    std::vector<double> others = series.value;
    others.erase(others.begin() + anchor.value);
    return {.value = meanOfPresent(others).value, .chance = chance};
}

} // namespace

ThreeAnswers threeAnswers(const AnchorView& view) {
    const ChanceLevels& chance = view.tables->chance;
    ThreeAnswers answers;
    answers.sameOperator = answerOf(view.operatorCosine, view.anchor, 0.0);
    answers.operatorDeviation = chance.operatorCosineDeviation;
    if (view.spectralCosine) {
        answers.sameSpectrum = answerOf(*view.spectralCosine, view.anchor, chance.spectralCosine);
    }
    if (view.angles) {
        answers.sameSubspace = answerOf(view.angles->meanCosine, view.anchor, chance.meanPrincipalCosine);
    }
    return answers;
}

} // namespace sextant::analysis
