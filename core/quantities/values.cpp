// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/values.h"

#include "core/analysis/singular_cosine.h"
#include "core/evidence/closed_forms.h"

#include <algorithm>
#include <cmath>

namespace sextant::quantities {
namespace values {
namespace {

/// `||g||^2`; NaN where it is none.
double squaredNorm(const Comparison& c, LayerIndex l, HeadIndex h) {
    const double value = c.tables.artifact->grams->gram(l, l, h);
    return std::isfinite(value) && value >= 0.0 ? std::max(value, analysis::kNormFloor) : std::nan("");
}

} // namespace

std::size_t countIndex(const Comparison& c, int top) {
    const std::vector<int>& counts = c.tables.signs->counts();
    return static_cast<std::size_t>(std::lower_bound(counts.begin(), counts.end(), top) - counts.begin());
}

double gram(const Comparison& c, int /*top*/, LayerIndex l, HeadIndex h) {
    const double value = c.tables.artifact->grams->gram(l, c.anchor, h);
    return std::isfinite(value) ? value : std::nan(""); // missing, for its mean too
}

double operatorCosine(const Comparison& c, int /*top*/, LayerIndex l, HeadIndex h) {
    return c.tables.operatorCosine(l, c.anchor, h);
}

double operatorResidual(const Comparison& c, int /*top*/, LayerIndex l, HeadIndex h) {
    return analysis::residual(c.tables.operatorCosine(l, c.anchor, h));
}

double operatorScale(const Comparison& c, int /*top*/, LayerIndex l, HeadIndex h) {
    return analysis::scale(c.tables.artifact->grams->gram, l, c.anchor, h);
}

ChanceLevel operatorCosineByChance(const Comparison& c, int /*top*/, LayerIndex /*l*/, HeadIndex /*h*/) {
    return {0.0, c.tables.chance.operatorCosineDeviation};
}

double spectralCosine(const Comparison& c, int /*top*/, LayerIndex l, HeadIndex h) {
    return c.tables.spectrum->cosine(l, c.anchor, h);
}

double spectralResidual(const Comparison& c, int /*top*/, LayerIndex l, HeadIndex h) {
    return analysis::residual(c.tables.spectrum->cosine(l, c.anchor, h));
}

double spectralScale(const Comparison& c, int /*top*/, LayerIndex l, HeadIndex h) {
    return c.tables.spectrum->scale(l, c.anchor, h);
}

ChanceLevel spectralCosineByChance(const Comparison& c, int /*top*/, LayerIndex /*l*/, HeadIndex /*h*/) {
    return {c.tables.chance.spectralCosine};
}

double spectralFloor(const Comparison& c, int /*top*/, LayerIndex l, HeadIndex h) {
    const analysis::SpectralAlignment& spectrum = *c.tables.spectrum;
    return analysis::spectralFloor(spectrum.sumsAt(l, h), spectrum.sumsAt(c.anchor, h),
                                   spectrum.eigenvalueCount);
}

double signedSpectralCosine(const Comparison& c, int /*top*/, LayerIndex l, HeadIndex h) {
    return c.tables.spectrum->signedCosine(l, c.anchor, h);
}

double singularValueCosine(const Comparison& c, int /*top*/, LayerIndex l, HeadIndex h) {
    return (*c.tables.singularCosine)(l, c.anchor, h);
}

double reachedCosine(const Comparison& c, int /*top*/, LayerIndex l, HeadIndex h) {
    return analysis::reachedCosine(c.tables.operatorCosine(l, c.anchor, h),
                                   (*c.tables.singularCosine)(l, c.anchor, h));
}

double symmetricShare(const Comparison& c, int /*top*/, LayerIndex l, HeadIndex h) {
    return c.tables.spectrum->sumsAt(l, h).squares / squaredNorm(c, l, h);
}

double matchingIndex(const Comparison& c, int /*top*/, LayerIndex l, HeadIndex h) {
    return std::sqrt(c.shape().hiddenSize) * c.tables.spectrum->sumsAt(l, h).sum /
           std::sqrt(squaredNorm(c, l, h));
}

double signAgreement(const Comparison& c, int top, LayerIndex l, HeadIndex h) {
    return c.tables.signs->agreement(countIndex(c, top), l, c.anchor, h);
}

double signChance(const Comparison& c, int top, LayerIndex l, HeadIndex h) {
    const analysis::SignAgreementTable& signs = *c.tables.signs;
    const std::size_t at = countIndex(c, top);
    return evidence::shuffledSignAgreement(signs.leadingSigns(at, l, h), signs.leadingSigns(at, c.anchor, h),
                                           top)
        .mean;
}

double positiveShare(const Comparison& c, int top, LayerIndex l, HeadIndex h) {
    return c.tables.signs->positiveShare(countIndex(c, top), l, h);
}

double positiveShareOfAll(const Comparison& c, int /*top*/, LayerIndex l, HeadIndex h) {
    return c.tables.signs->positiveShareOfAll(l, h);
}

ChanceLevel signAgreementByChance(const Comparison& c, int top, LayerIndex l, HeadIndex h) {
    return {signChance(c, top, l, h)};
}

double meanPrincipalCosine(const Comparison& c, int /*top*/, LayerIndex l, HeadIndex h) {
    return c.angles->at(l, h).meanCosine;
}

double smallestPrincipalCosine(const Comparison& c, int /*top*/, LayerIndex l, HeadIndex h) {
    return c.angles->at(l, h).smallestCosine;
}

double firstOverlap(const Comparison& c, int /*top*/, LayerIndex l, HeadIndex h) {
    return c.angles->at(l, h).firstOverlap;
}

double directionRank(const Comparison& c, int /*top*/, LayerIndex l, HeadIndex h) {
    const int rank = c.angles->rankAt(l, h);
    return rank == angles::kMissingRank ? std::nan("") : static_cast<double>(rank);
}

ChanceLevel meanPrincipalCosineByChance(const Comparison& c, int /*top*/, LayerIndex /*l*/, HeadIndex /*h*/) {
    return {c.tables.chance.meanPrincipalCosine};
}

ChanceLevel smallestPrincipalCosineByChance(const Comparison& c, int /*top*/, LayerIndex /*l*/,
                                            HeadIndex /*h*/) {
    return {c.tables.chance.smallestPrincipalCosine};
}

ChanceLevel firstOverlapByChance(const Comparison& c, int /*top*/, LayerIndex /*l*/, HeadIndex /*h*/) {
    return {c.tables.chance.firstOverlap};
}

} // namespace values
} // namespace sextant::quantities
