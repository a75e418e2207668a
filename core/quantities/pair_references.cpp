// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/judged_map.h"

#include "core/evidence/closed_forms.h"

#include <cmath>
#include <functional>

namespace sextant::quantities {
namespace {

using Cells = std::vector<evidence::EstimatedReference>;

/// The heads on show, half-open.
struct HeadRange {
    int first = 0;
    int end = 0;
};

HeadRange shownHeads(const analysis::AlignmentTables& tables, HeadSelection head) {
    return head ? HeadRange{head->value, head->value + 1} : HeadRange{0, tables.artifact->shape().heads};
}

/// How many of the heads on show have a cosine of this pair.
int presentHeads(const analysis::AlignmentTables& tables, const HeadRange& heads, LayerIndex l,
                 LayerIndex m) {
    const double* cosines = tables.operatorCosine.heads(l, m);
    int present = 0;
    for (int h = heads.first; h < heads.end; ++h) {
        present += std::isfinite(cosines[h]) ? 1 : 0;
    }
    return present;
}

/// The same on both sides of the diagonal.
Cells symmetric(int layers, const std::function<evidence::Reference(LayerIndex, LayerIndex)>& ofPair) {
    const auto count = static_cast<std::size_t>(layers);
    Cells cells(count * count);
    for (LayerIndex l; l.value < layers; ++l.value) {
        for (LayerIndex m{l.value + 1}; m.value < layers; ++m.value) {
            const auto one = static_cast<std::size_t>(l.value);
            const auto other = static_cast<std::size_t>(m.value);
            cells[one * count + other].reference = cells[other * count + one].reference = ofPair(l, m);
        }
    }
    return cells;
}

Cells isotropic(const analysis::AlignmentTables& tables, const HeadRange& heads) {
    const evidence::Reference one = evidence::isotropicCosine(tables.artifact->shape().hiddenSize);
    return symmetric(tables.artifact->shape().layers, [&](LayerIndex l, LayerIndex m) {
        const int present = presentHeads(tables, heads, l, m);
        return present == 0 ? evidence::Reference{}
                            : evidence::Reference{one.mean, one.deviation / std::sqrt(present)};
    });
}

Cells sameSpectrum(const analysis::AlignmentTables& tables, const HeadRange& heads) {
    const artifact::ArtifactShape& shape = tables.artifact->shape();
    const auto count = static_cast<std::size_t>(shape.heads);
    std::vector<evidence::SpectrumParts> parts;
    for (LayerIndex l; l.value < shape.layers; ++l.value) {
        for (HeadIndex h; h.value < shape.heads; ++h.value) {
            const analysis::SpectrumSums& spectrum = tables.spectrum->sumsAt(l, h);
            parts.push_back(evidence::spectrumParts(
                {tables.artifact->grams->gram(l, l, h), spectrum.sum, spectrum.squares}, shape.hiddenSize));
        }
    }
    evidence::SameSpectrumSum sum(shape.hiddenSize);
    return symmetric(shape.layers, [&](LayerIndex l, LayerIndex m) {
        const double* cosines = tables.operatorCosine.heads(l, m);
        const evidence::SpectrumParts* ofFirst = parts.data() + static_cast<std::size_t>(l.value) * count;
        const evidence::SpectrumParts* ofSecond = parts.data() + static_cast<std::size_t>(m.value) * count;
        sum.clear();
        for (int h = heads.first; h < heads.end; ++h) {
            if (std::isfinite(cosines[h])) {
                sum.add(ofFirst[h], ofSecond[h]);
            }
        }
        return sum.ofMean();
    });
}

/// Why the cosines of other heads are not there.
evidence::WhyNot whyNoOtherHeads(const analysis::AlignmentTables& tables) {
    if (tables.artifact->shape().heads < 2) {
        return evidence::WhyNot::OneHead;
    }
    const auto& tensors = tables.artifact->tensors;
    return tensors && tensors->otherHeads ? evidence::WhyNot::BeingCompared
                                          : evidence::WhyNot::NoCrossHeadGrams;
}

} // namespace

PairReferences pairReferences(const analysis::AlignmentTables& tables, HeadSelection head,
                              ReferenceKind chosen, const evidence::CrossHeads* heads) {
    PairReferences result;
    result.shown.chosen = chosen;
    const HeadRange shown = shownHeads(tables, head);
    if (chosen == ReferenceKind::OtherHeads) {
        if (heads != nullptr && heads->cosines) {
            result.shown.kind = chosen;
            result.cells = heads->cosines->ofPairs(
                head, [&](LayerIndex l, LayerIndex m) { return presentHeads(tables, shown, l, m); });
            return result;
        }
        result.shown.whyNot = whyNoOtherHeads(tables);
    }
    if (chosen != ReferenceKind::Isotropic && tables.spectrum) {
        result.shown.kind = ReferenceKind::SameSpectrum;
        result.cells = sameSpectrum(tables, shown);
        return result;
    }
    if (chosen == ReferenceKind::SameSpectrum) {
        result.shown.whyNot = evidence::WhyNot::NoEigenvalues;
    }
    result.shown.kind = ReferenceKind::Isotropic;
    result.cells = isotropic(tables, shown);
    return result;
}

} // namespace sextant::quantities
