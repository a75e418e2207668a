// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantities/catalogue.h"

namespace sextant::quantities {

/// How each quantity of the catalogue is looked up, and its level by chance; the formulas stand in the
/// catalogue, the computations in core/analysis and core/angles. Each is O(1).
namespace values {

/// Where `top`, one of the table's counts, stands among them. Call it only with eigenvalues.
[[nodiscard]] std::size_t countIndex(const Comparison& c, int top);

[[nodiscard]] double gram(const Comparison& c, int top, LayerIndex l, HeadIndex h);
[[nodiscard]] double operatorCosine(const Comparison& c, int top, LayerIndex l, HeadIndex h);
[[nodiscard]] double operatorResidual(const Comparison& c, int top, LayerIndex l, HeadIndex h);
[[nodiscard]] double operatorScale(const Comparison& c, int top, LayerIndex l, HeadIndex h);
[[nodiscard]] ChanceLevel operatorCosineByChance(const Comparison& c, int top, LayerIndex l, HeadIndex h);

[[nodiscard]] double spectralCosine(const Comparison& c, int top, LayerIndex l, HeadIndex h);
[[nodiscard]] double spectralResidual(const Comparison& c, int top, LayerIndex l, HeadIndex h);
[[nodiscard]] double spectralScale(const Comparison& c, int top, LayerIndex l, HeadIndex h);
[[nodiscard]] ChanceLevel spectralCosineByChance(const Comparison& c, int top, LayerIndex l, HeadIndex h);

[[nodiscard]] double spectralFloor(const Comparison& c, int top, LayerIndex l, HeadIndex h);
[[nodiscard]] double signedSpectralCosine(const Comparison& c, int top, LayerIndex l, HeadIndex h);
[[nodiscard]] double singularValueCosine(const Comparison& c, int top, LayerIndex l, HeadIndex h);
[[nodiscard]] double reachedCosine(const Comparison& c, int top, LayerIndex l, HeadIndex h);
[[nodiscard]] double symmetricShare(const Comparison& c, int top, LayerIndex l, HeadIndex h);
[[nodiscard]] double matchingIndex(const Comparison& c, int top, LayerIndex l, HeadIndex h);

[[nodiscard]] double signAgreement(const Comparison& c, int top, LayerIndex l, HeadIndex h);
[[nodiscard]] double signChance(const Comparison& c, int top, LayerIndex l, HeadIndex h);
[[nodiscard]] double positiveShare(const Comparison& c, int top, LayerIndex l, HeadIndex h);
[[nodiscard]] double positiveShareOfAll(const Comparison& c, int top, LayerIndex l, HeadIndex h);
[[nodiscard]] ChanceLevel signAgreementByChance(const Comparison& c, int top, LayerIndex l, HeadIndex h);

[[nodiscard]] double meanPrincipalCosine(const Comparison& c, int top, LayerIndex l, HeadIndex h);
[[nodiscard]] double smallestPrincipalCosine(const Comparison& c, int top, LayerIndex l, HeadIndex h);
[[nodiscard]] double firstOverlap(const Comparison& c, int top, LayerIndex l, HeadIndex h);
[[nodiscard]] double directionRank(const Comparison& c, int top, LayerIndex l, HeadIndex h);
[[nodiscard]] ChanceLevel meanPrincipalCosineByChance(const Comparison& c, int top, LayerIndex l,
                                                      HeadIndex h);
[[nodiscard]] ChanceLevel smallestPrincipalCosineByChance(const Comparison& c, int top, LayerIndex l,
                                                          HeadIndex h);
[[nodiscard]] ChanceLevel firstOverlapByChance(const Comparison& c, int top, LayerIndex l, HeadIndex h);

} // namespace values
} // namespace sextant::quantities
