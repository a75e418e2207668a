// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/references.h"

#include "core/evidence/closed_forms.h"
#include "core/quantities/single_references.h"

#include <array>
#include <cmath>

namespace sextant::quantities {
namespace {

using evidence::Reference;
using evidence::Relabelled;
using evidence::WhyNot;

/// Of the mean over the layers other than the anchor, as far as they are known.
Reference overOthers(std::vector<Reference> layers, LayerIndex anchor) {
    layers[static_cast<std::size_t>(anchor.value)] = {};
    return evidence::ofMean(layers);
}

/// Whether it is a pair's and says nothing of the anchor beside itself.
bool isOfAPair(QuantityId id) {
    switch (id) {
    case QuantityId::SymmetricShare:
    case QuantityId::MatchingIndex:
    case QuantityId::PositiveShare:
    case QuantityId::PositiveShareOfAll:
        return false;
    default:
        return true;
    }
}

bool hasValue(const QuantityKey& key, const Comparison& comparison, LayerIndex layer, HeadIndex head) {
    return std::isfinite(valueOf(key, comparison, layer, head));
}

/// The heads on show.
std::vector<HeadIndex> selected(const Comparison& comparison, HeadSelection head) {
    if (head) {
        return {*head};
    }
    std::vector<HeadIndex> heads;
    for (HeadIndex h; h.value < comparison.shape().heads; ++h.value) {
        heads.push_back(h);
    }
    return heads;
}

ReferenceOrReason closedForm(const QuantityKey& key, const Comparison& comparison, HeadSelection head,
                             ReferenceKind kind) {
    const SingleReference reference(key, comparison, kind);
    if (reference.whyNot()) {
        return tl::unexpected(*reference.whyNot());
    }
    ReferenceSeries series;
    const std::vector<HeadIndex> heads = selected(comparison, head);
    for (LayerIndex layer; layer.value < comparison.shape().layers; ++layer.value) {
        std::vector<Reference> parts;
        for (const HeadIndex h : heads) {
            if ((layer != comparison.anchor || !isOfAPair(key.id)) && hasValue(key, comparison, layer, h)) {
                parts.push_back(reference.at(layer, h));
            }
        }
        series.layers.push_back(evidence::ofMean(parts));
    }
    series.others = overOthers(series.layers, comparison.anchor);
    return series;
}

/// The list that belongs to a quantity; null when other heads say nothing of it.
const std::vector<Relabelled>* spectraOf(const QuantityKey& key, const evidence::CrossHeadSpectra& spectra) {
    switch (key.id) {
    case QuantityId::SpectralCosine:
        return &spectra.cosine;
    case QuantityId::SpectralResidual:
        return &spectra.residual;
    case QuantityId::SpectralScale:
        return &spectra.scale;
    case QuantityId::SignedSpectralCosine:
        return &spectra.signedCosine;
    case QuantityId::SignAgreement:
        for (std::size_t i = 0, top = 2; i < spectra.signs.size(); ++i, top *= 2) {
            if (static_cast<int>(top) == key.top) {
                return &spectra.signs[i];
            }
        }
        return nullptr;
    default:
        return nullptr;
    }
}

std::optional<WhyNot> whyNoOtherHeads(QuantityId id) {
    switch (id) {
    case QuantityId::OperatorCosine:
    case QuantityId::OperatorResidual:
    case QuantityId::OperatorScale:
        return WhyNot::NoCrossHeadGrams;
    case QuantityId::MeanPrincipalCosine:
    case QuantityId::SmallestPrincipalCosine:
    case QuantityId::FirstOverlap:
        return WhyNot::NoCrossHeadAngles;
    case QuantityId::PositiveShare:
    case QuantityId::PositiveShareOfAll:
    case QuantityId::SymmetricShare:
    case QuantityId::MatchingIndex:
        return WhyNot::NotAComparison;
    case QuantityId::Gram:
    case QuantityId::SpectralFloor:
    case QuantityId::SignChance:
    case QuantityId::DirectionRank:
        return WhyNot::NothingKnown;
    default:
        return std::nullopt;
    }
}

} // namespace

References::References(const Comparison& comparison)
    : comparison_(comparison),
      groups_(evidence::keyGroups(*comparison.tables.artifact->grams)) {
    const artifact::Artifact& artifact = *comparison.tables.artifact;
    if (groups_.heads > 1 && artifact.tensors) {
        spectra_ = std::make_shared<const evidence::CrossHeadSpectra>(
            evidence::crossHeadSpectra(*artifact.tensors, artifact.shape(), groups_, comparison.anchor));
    }
}

References::References(const Comparison& comparison,
                       std::shared_ptr<const evidence::CrossHeadSpectra> spectra)
    : comparison_(comparison),
      groups_(evidence::keyGroups(*comparison.tables.artifact->grams)),
      spectra_(std::move(spectra)),
      isAwaited_(spectra_ == nullptr) {}

ReferenceOrReason References::of(const QuantityKey& key, HeadSelection head, ReferenceKind kind) const {
    return kind == ReferenceKind::OtherHeads ? otherHeads(key, head)
                                             : closedForm(key, comparison_, head, kind);
}

ReferenceOrReason References::otherHeads(const QuantityKey& key, HeadSelection head) const {
    if (groups_.heads < 2) {
        return tl::unexpected(WhyNot::OneHead);
    }
    if (const std::optional<WhyNot> reason = whyNoOtherHeads(key.id)) {
        return tl::unexpected(*reason);
    }
    const std::vector<Relabelled>* known = spectra_ ? spectraOf(key, *spectra_) : nullptr;
    if (known == nullptr) {
        return tl::unexpected(isAwaited_ ? WhyNot::BeingCompared : WhyNot::NoEigenvalues);
    }
    ReferenceSeries series;
    for (LayerIndex layer; layer.value < comparison_.shape().layers; ++layer.value) {
        const Relabelled& at = (*known)[static_cast<std::size_t>(layer.value)];
        const bool shown = layer != comparison_.anchor;
        if (!head) {
            series.layers.push_back(shown ? at.ofMean : Reference{});
            continue;
        }
        const evidence::HeadReference one =
            shown ? at.ofHeads[static_cast<std::size_t>(head->value)] : evidence::HeadReference{};
        series.layers.push_back(one.reference);
        series.freedom.push_back(one.freedom);
        series.rank.push_back(one.rank);
    }
    series.others = overOthers(series.layers, comparison_.anchor);
    return series;
}

ShownReference shownReference(const References& references, const QuantityKey& key, HeadSelection head,
                              ReferenceKind chosen) {
    ShownReference shown{.chosen = chosen, .kind = chosen, .series = {}, .whyNot = std::nullopt};
    constexpr std::array kinds{ReferenceKind::OtherHeads, ReferenceKind::SameSpectrum,
                               ReferenceKind::Isotropic};
    for (const ReferenceKind kind : kinds) {
        if (kind < chosen) {
            continue;
        }
        if (ReferenceOrReason found = references.of(key, head, kind)) {
            shown.kind = kind;
            shown.series = std::move(*found);
            return shown;
        } else if (kind == chosen) {
            shown.whyNot = found.error();
        }
    }
    return shown;
}

double zAt(const ReferenceSeries& reference, const std::vector<double>& values, LayerIndex layer) {
    const auto at = static_cast<std::size_t>(layer.value);
    if (at >= reference.layers.size()) {
        return std::numeric_limits<double>::quiet_NaN();
    }
    const double z = evidence::zOf(values[at], reference.layers[at]);
    return reference.freedom.empty() ? z : evidence::normalEquivalent(z, reference.freedom[at]);
}

} // namespace sextant::quantities
