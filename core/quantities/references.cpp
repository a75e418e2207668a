// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/references.h"

#include "core/evidence/closed_forms.h"
#include "core/quantities/single_references.h"

#include <algorithm>
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

/// The same of one head: what it has in common with all layers does not average out.
Reference overOthers(const std::vector<evidence::HeadReference>& layers) {
    std::vector<Reference> independent;
    double shared = 0.0;
    for (const evidence::HeadReference& layer : layers) {
        const double deviation = layer.reference.deviation;
        if (!std::isnan(layer.reference.mean)) {
            independent.push_back(
                {layer.reference.mean,
                 std::sqrt(std::max(0.0, deviation * deviation - layer.shared * layer.shared))});
            shared += layer.shared;
        }
    }
    Reference mean = evidence::ofMean(independent);
    if (shared > 0.0) {
        mean.deviation = std::hypot(mean.deviation, shared / static_cast<double>(independent.size()));
    }
    return mean;
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
const std::vector<Relabelled>* listOf(const QuantityKey& key, const evidence::CrossHeadSpectra& spectra) {
    switch (key.id) {
    case QuantityId::SpectralCosine:
        return &spectra.cosine;
    case QuantityId::SpectralResidual:
        return &spectra.residual;
    case QuantityId::SpectralScale:
        return &spectra.scale;
    case QuantityId::SignedSpectralCosine:
        return &spectra.signedCosine;
    case QuantityId::SingularValueCosine:
        return &spectra.singularCosine;
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

const std::vector<Relabelled>* listOf(const QuantityKey& key, const evidence::CrossHeadGrams& grams) {
    switch (key.id) {
    case QuantityId::OperatorCosine:
        return &grams.cosine;
    case QuantityId::OperatorResidual:
        return &grams.residual;
    case QuantityId::OperatorScale:
        return &grams.scale;
    case QuantityId::ReachedCosine:
        return &grams.reached;
    default:
        return nullptr;
    }
}

const std::vector<Relabelled>* listOf(const QuantityKey& key, const evidence::CrossHeadAngles& angles) {
    switch (key.id) {
    case QuantityId::MeanPrincipalCosine:
        return &angles.meanCosine;
    case QuantityId::SmallestPrincipalCosine:
        return &angles.smallestCosine;
    case QuantityId::FirstOverlap:
        return &angles.firstOverlap;
    default:
        return nullptr;
    }
}

/// Why a quantity whose source is not there has no reference.
WhyNot whyWithout(Source source) {
    switch (source) {
    case Source::SingularValues:
        return WhyNot::NoSingularValues;
    case Source::Directions:
        return WhyNot::NoDirections;
    default:
        return WhyNot::NoEigenvalues;
    }
}

evidence::CrossHeads allOf(const Comparison& comparison, const ThreadBudget& budget) {
    const artifact::Artifact& artifact = *comparison.tables.artifact;
    evidence::CrossHeads heads = evidence::crossHeads(artifact, comparison.anchor);
    return comparison.angles == nullptr
               ? heads
               : evidence::withAngles(std::move(heads), artifact, comparison.anchor, budget);
}

} // namespace

References::References(const Comparison& comparison, const ThreadBudget& budget)
    : References(comparison, std::make_shared<const evidence::CrossHeads>(allOf(comparison, budget))) {}

References::References(const Comparison& comparison, std::shared_ptr<const evidence::CrossHeads> heads)
    : comparison_(comparison),
      groups_(evidence::keyGroups(*comparison.tables.artifact->grams)),
      heads_(std::move(heads)) {}

ReferenceOrReason References::of(const QuantityKey& key, HeadSelection head, ReferenceKind kind) const {
    if (const Source source = quantity(key.id).source; !comparison_.has(source)) {
        return tl::unexpected(whyWithout(source));
    }
    return kind == ReferenceKind::OtherHeads ? otherHeads(key, head)
                                             : closedForm(key, comparison_, head, kind);
}

std::optional<WhyNot> References::whyNoOtherHeads(QuantityId id) const {
    const artifact::TensorFile* tensors = comparison_.tables.artifact->tensors.get();
    switch (id) {
    case QuantityId::OperatorCosine:
    case QuantityId::OperatorResidual:
    case QuantityId::OperatorScale:
    case QuantityId::ReachedCosine:
        return tensors != nullptr && tensors->otherHeads ? std::nullopt
                                                         : std::optional(WhyNot::NoCrossHeadGrams);
    case QuantityId::MeanPrincipalCosine:
    case QuantityId::SmallestPrincipalCosine:
    case QuantityId::FirstOverlap:
        if (heads_ == nullptr || heads_->angles) {
            return std::nullopt;
        }
        return heads_->anglesAwaited ? WhyNot::BeingCompared : WhyNot::NoCrossHeadAngles;
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

const std::vector<Relabelled>* References::relabelled(const QuantityKey& key) const {
    const std::vector<Relabelled>* known = heads_->grams ? listOf(key, *heads_->grams) : nullptr;
    known = known == nullptr && heads_->spectra ? listOf(key, *heads_->spectra) : known;
    return known == nullptr && heads_->angles ? listOf(key, *heads_->angles) : known;
}

ReferenceOrReason References::otherHeads(const QuantityKey& key, HeadSelection head) const {
    if (groups_.heads < 2) {
        return tl::unexpected(WhyNot::OneHead);
    }
    if (const std::optional<WhyNot> reason = whyNoOtherHeads(key.id)) {
        return tl::unexpected(*reason);
    }
    if (heads_ == nullptr) {
        return tl::unexpected(WhyNot::BeingCompared);
    }
    const std::vector<Relabelled>* known = relabelled(key);
    if (known == nullptr) {
        return tl::unexpected(WhyNot::NothingKnown);
    }
    ReferenceSeries series;
    std::vector<evidence::HeadReference> ofHead;
    for (LayerIndex layer; layer.value < comparison_.shape().layers; ++layer.value) {
        const Relabelled& at = (*known)[static_cast<std::size_t>(layer.value)];
        const bool shown = layer != comparison_.anchor;
        if (shown) { // what is estimated is estimated once for all layers
            series.othersFreedom = std::min(series.othersFreedom, at.freedom);
        }
        if (!head) {
            series.layers.push_back(shown ? at.ofMean : Reference{});
            series.freedom.push_back(at.freedom);
            continue;
        }
        const evidence::HeadReference one =
            shown ? at.ofHeads[static_cast<std::size_t>(head->value)] : evidence::HeadReference{};
        series.layers.push_back(one.reference);
        series.freedom.push_back(one.freedom);
        series.rank.push_back(one.rank);
        ofHead.push_back(one);
    }
    series.others = head ? overOthers(ofHead) : overOthers(series.layers, comparison_.anchor);
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
        ReferenceOrReason found = references.of(key, head, kind);
        if (found) {
            shown.kind = kind;
            shown.series = std::move(*found);
            return shown;
        }
        if (kind == chosen) {
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

double zOfOthers(const ReferenceSeries& reference, double mean) {
    return evidence::normalEquivalent(evidence::zOf(mean, reference.others), reference.othersFreedom);
}

} // namespace sextant::quantities
