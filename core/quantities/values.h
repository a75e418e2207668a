// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantities/catalogue.h"

namespace sextant::quantities {

/// How each quantity of the catalogue is looked up, and its level by chance; the formulas stand in the
/// catalogue, the computations in core/analysis and core/angles. Each is O(1).
namespace values {

/// Where `top`, one of the table's counts, stands among them. Call it only with eigenvalues.
std::size_t countIndex(const Comparison& c, int top);

double gram(const Comparison& c, int top, LayerIndex l, HeadIndex h);
double operatorCosine(const Comparison& c, int top, LayerIndex l, HeadIndex h);
double operatorResidual(const Comparison& c, int top, LayerIndex l, HeadIndex h);
double operatorScale(const Comparison& c, int top, LayerIndex l, HeadIndex h);
ChanceLevel operatorCosineByChance(const Comparison& c, int top, LayerIndex l, HeadIndex h);

double spectralCosine(const Comparison& c, int top, LayerIndex l, HeadIndex h);
double spectralResidual(const Comparison& c, int top, LayerIndex l, HeadIndex h);
double spectralScale(const Comparison& c, int top, LayerIndex l, HeadIndex h);
ChanceLevel spectralCosineByChance(const Comparison& c, int top, LayerIndex l, HeadIndex h);

double spectralFloor(const Comparison& c, int top, LayerIndex l, HeadIndex h);
double signedSpectralCosine(const Comparison& c, int top, LayerIndex l, HeadIndex h);
double singularValueCosine(const Comparison& c, int top, LayerIndex l, HeadIndex h);
double reachedCosine(const Comparison& c, int top, LayerIndex l, HeadIndex h);
double symmetricShare(const Comparison& c, int top, LayerIndex l, HeadIndex h);
double matchingIndex(const Comparison& c, int top, LayerIndex l, HeadIndex h);

double signAgreement(const Comparison& c, int top, LayerIndex l, HeadIndex h);
double signChance(const Comparison& c, int top, LayerIndex l, HeadIndex h);
double positiveShare(const Comparison& c, int top, LayerIndex l, HeadIndex h);
double positiveShareOfAll(const Comparison& c, int top, LayerIndex l, HeadIndex h);
ChanceLevel signAgreementByChance(const Comparison& c, int top, LayerIndex l, HeadIndex h);

double meanPrincipalCosine(const Comparison& c, int top, LayerIndex l, HeadIndex h);
double smallestPrincipalCosine(const Comparison& c, int top, LayerIndex l, HeadIndex h);
double firstOverlap(const Comparison& c, int top, LayerIndex l, HeadIndex h);
double directionRank(const Comparison& c, int top, LayerIndex l, HeadIndex h);
ChanceLevel meanPrincipalCosineByChance(const Comparison& c, int top, LayerIndex l, HeadIndex h);
ChanceLevel smallestPrincipalCosineByChance(const Comparison& c, int top, LayerIndex l, HeadIndex h);
ChanceLevel firstOverlapByChance(const Comparison& c, int top, LayerIndex l, HeadIndex h);

} // namespace values
} // namespace sextant::quantities
