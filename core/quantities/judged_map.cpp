// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/judged_map.h"

#include "core/quantities/single_references.h"

#include <cmath>

namespace sextant::quantities {
namespace {

void judge(JudgedMap& map) {
    std::vector<double> chances;
    chances.reserve(map.z.size());
    for (const double z : map.z) {
        chances.push_back(std::isnan(z) ? z : evidence::twoSidedChance(z));
    }
    map.standsOut = evidence::discoveries(chances);
}

/// The reference of one pair of layers; see SingleReference.
evidence::Reference ofPair(const SingleReference& single, const Comparison& comparison, LayerIndex layer,
                           HeadSelection head) {
    if (head) {
        return single.at(layer, *head);
    }
    std::vector<evidence::Reference> parts;
    for (HeadIndex h; h.value < comparison.shape().heads; ++h.value) {
        if (std::isfinite(comparison.tables.operatorCosine(layer, comparison.anchor, h))) {
            parts.push_back(single.at(layer, h));
        }
    }
    return evidence::ofMean(parts);
}

} // namespace

JudgedMap judgedHeads(const QuantityKey& key, const Comparison& comparison, const References& references,
                      ReferenceKind chosen) {
    const artifact::ArtifactShape& shape = comparison.shape();
    const auto heads = static_cast<std::size_t>(shape.heads);
    const std::size_t cells = static_cast<std::size_t>(shape.layers) * heads;
    JudgedMap map;
    map.value.resize(cells);
    map.standsOut.resize(cells);
    std::vector<double> z(cells, std::nan(""));
    for (HeadIndex h; h.value < shape.heads; ++h.value) {
        std::vector<double> values;
        for (LayerIndex l; l.value < shape.layers; ++l.value) {
            values.push_back(valueOf(key, comparison, l, h));
            map.value[static_cast<std::size_t>(l.value) * heads + static_cast<std::size_t>(h.value)] =
                values.back();
        }
        map.reference = shownReference(references, key, h, chosen);
        for (LayerIndex l; map.reference.isKnown() && l.value < shape.layers; ++l.value) {
            z[static_cast<std::size_t>(l.value) * heads + static_cast<std::size_t>(h.value)] =
                zAt(map.reference.series, values, l);
        }
    }
    if (map.reference.isKnown()) {
        map.z = std::move(z);
        judge(map);
    }
    map.reference.series = {};
    return map;
}

JudgedMap judgedLayers(const analysis::AlignmentTables& tables, HeadSelection head, ReferenceKind chosen) {
    const artifact::ArtifactShape& shape = tables.artifact->shape();
    const auto layers = static_cast<std::size_t>(shape.layers);
    JudgedMap map;
    map.reference.chosen = chosen;
    map.reference.kind = ReferenceKind::Isotropic;
    if (chosen == ReferenceKind::OtherHeads) {
        map.reference.whyNot =
            shape.heads > 1 ? evidence::WhyNot::NoCrossHeadGrams : evidence::WhyNot::OneHead;
    }
    if (chosen != ReferenceKind::Isotropic && tables.artifact->tensors) {
        map.reference.kind = ReferenceKind::SameSpectrum;
    } else if (chosen == ReferenceKind::SameSpectrum) {
        map.reference.whyNot = evidence::WhyNot::NoEigenvalues;
    }
    map.value.resize(layers * layers);
    map.z.resize(layers * layers, std::nan(""));
    for (LayerIndex anchor; anchor.value < shape.layers; ++anchor.value) {
        const Comparison comparison{tables, nullptr, anchor};
        const SingleReference single({QuantityId::OperatorCosine}, comparison, map.reference.kind);
        for (LayerIndex layer; layer.value < shape.layers; ++layer.value) {
            const std::size_t at =
                static_cast<std::size_t>(layer.value) * layers + static_cast<std::size_t>(anchor.value);
            map.value[at] = head ? tables.operatorCosine(layer, anchor, *head) : tables.headMeanCosine[at];
            if (layer != anchor) {
                map.z[at] = evidence::zOf(map.value[at], ofPair(single, comparison, layer, head));
            }
        }
    }
    judge(map);
    return map;
}

} // namespace sextant::quantities
