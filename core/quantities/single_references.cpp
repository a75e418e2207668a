// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/single_references.h"

#include "core/evidence/closed_forms.h"
#include "core/quantities/values.h"

#include <algorithm>
#include <cmath>

namespace sextant::quantities {
namespace {

using evidence::Reference;
using evidence::WhyNot;

evidence::OperatorSums operatorSums(const Comparison& comparison, LayerIndex layer, HeadIndex head) {
    const analysis::SpectrumSums& spectrum = comparison.tables.spectrum->sumsAt(layer, head);
    return {comparison.tables.artifact->grams->gram(layer, layer, head), spectrum.sum, spectrum.squares};
}

} // namespace

SingleReference::SingleReference(const QuantityKey& key, const Comparison& comparison, ReferenceKind kind)
    : key_(key),
      comparison_(comparison),
      kind_(kind),
      spectralCosine_{comparison.tables.chance.spectralCosine,
                      comparison.tables.chance.spectralCosineDeviation},
      spectralResidual_(evidence::residualOf(spectralCosine_)) {}

std::optional<WhyNot> SingleReference::whyNot() const {
    const bool keepsSpectrum = kind_ == ReferenceKind::SameSpectrum;
    const bool hasEigenvalues = comparison_.tables.artifact->tensors != nullptr;
    switch (key_.id) {
    case QuantityId::OperatorCosine:
    case QuantityId::OperatorResidual:
    case QuantityId::OperatorScale:
    case QuantityId::ReachedCosine:
        return keepsSpectrum && !hasEigenvalues ? std::optional(WhyNot::NoEigenvalues) : std::nullopt;
    case QuantityId::SpectralCosine:
    case QuantityId::SpectralResidual:
    case QuantityId::SpectralScale:
        if (keepsSpectrum) {
            return WhyNot::KeptBySpectrum;
        }
        return std::isnan(comparison_.tables.chance.spectralCosine) ? std::optional(WhyNot::TooLargeToSample)
                                                                    : std::nullopt;
    case QuantityId::SingularValueCosine:
        return WhyNot::KeptBySpectrum; // turning on one side or both leaves them as they are
    case QuantityId::SymmetricShare:
    case QuantityId::MatchingIndex:
    case QuantityId::SignAgreement:
    case QuantityId::PositiveShare:
    case QuantityId::PositiveShareOfAll:
        return keepsSpectrum ? std::optional(WhyNot::KeptBySpectrum) : std::nullopt;
    case QuantityId::MeanPrincipalCosine:
    case QuantityId::SmallestPrincipalCosine:
        return std::isnan(comparison_.tables.chance.meanPrincipalCosine)
                   ? std::optional(WhyNot::TooLargeToSample)
                   : std::nullopt;
    case QuantityId::FirstOverlap:
        return std::nullopt;
    default:
        return WhyNot::NothingKnown;
    }
}

Reference SingleReference::at(LayerIndex layer, HeadIndex head) const {
    const analysis::ChanceLevels& chance = comparison_.tables.chance;
    switch (key_.id) {
    case QuantityId::OperatorCosine:
        return operatorCosine(layer, head);
    case QuantityId::OperatorResidual:
        return evidence::residualOf(operatorCosine(layer, head));
    case QuantityId::OperatorScale:
        return evidence::scaled(operatorCosine(layer, head), sizeRatio(layer, head));
    case QuantityId::ReachedCosine: {
        const double allowed = (*comparison_.tables.singularCosine)(layer, comparison_.anchor, head);
        return evidence::scaled(operatorCosine(layer, head), allowed > 0.0 ? 1.0 / allowed : 0.0);
    }
    case QuantityId::SpectralCosine:
        return spectralCosine_;
    case QuantityId::SpectralResidual:
        return spectralResidual_;
    case QuantityId::SpectralScale: {
        // T and S have the same sign and differ by the ratio of the norms, whatever the spectra are.
        const double cosine = comparison_.tables.spectrum->cosine(layer, comparison_.anchor, head);
        return evidence::scaled(spectralCosine_,
                                comparison_.tables.spectrum->scale(layer, comparison_.anchor, head) / cosine);
    }
    case QuantityId::SymmetricShare:
        return evidence::unrelatedSymmetricShare(comparison_.shape().hiddenSize);
    case QuantityId::MatchingIndex:
        return evidence::unrelatedMatchingIndex();
    case QuantityId::SignAgreement:
        return signAgreement(layer, head);
    case QuantityId::PositiveShare:
    case QuantityId::PositiveShareOfAll:
        return {.mean = 0.5}; // W_K and -W_K are as likely; how far leading signs stray has no closed form
    case QuantityId::MeanPrincipalCosine:
        return {chance.meanPrincipalCosine, chance.meanPrincipalCosineDeviation};
    case QuantityId::SmallestPrincipalCosine:
        return {chance.smallestPrincipalCosine, chance.smallestPrincipalCosineDeviation};
    case QuantityId::FirstOverlap:
        return evidence::randomOverlap(comparison_.shape().hiddenSize);
    default:
        return {};
    }
}

Reference SingleReference::operatorCosine(LayerIndex layer, HeadIndex head) const {
    const int hiddenSize = comparison_.shape().hiddenSize;
    return kind_ == ReferenceKind::Isotropic
               ? evidence::isotropicCosine(hiddenSize)
               : evidence::sameSpectrumCosine(operatorSums(comparison_, layer, head),
                                              operatorSums(comparison_, comparison_.anchor, head),
                                              hiddenSize);
}

/// `n_l / n_a`, by which T differs from the cosine.
double SingleReference::sizeRatio(LayerIndex layer, HeadIndex head) const {
    const artifact::LayerPairTable& gram = comparison_.tables.artifact->grams->gram;
    const auto norm = [&](LayerIndex l) {
        return std::sqrt(std::max(gram(l, l, head), analysis::kNormFloor));
    };
    return norm(layer) / norm(comparison_.anchor);
}

Reference SingleReference::signAgreement(LayerIndex layer, HeadIndex head) const {
    const analysis::SignAgreementTable& signs = *comparison_.tables.signs;
    const std::size_t at = values::countIndex(comparison_, key_.top);
    return evidence::shuffledSignAgreement(signs.leadingSigns(at, layer, head),
                                           signs.leadingSigns(at, comparison_.anchor, head), key_.top);
}

} // namespace sextant::quantities
