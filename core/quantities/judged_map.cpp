// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/judged_map.h"

#include "core/evidence/closed_forms.h"

#include <cmath>
#include <functional>

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

std::size_t cellOf(LayerIndex layer, std::size_t columns, int column) {
    return static_cast<std::size_t>(layer.value) * columns + static_cast<std::size_t>(column);
}

/// C^2 of a judged map of cosines.
JudgedMap squared(JudgedMap map) {
    for (double& cosine : map.value) {
        cosine *= cosine;
    }
    for (std::size_t i = 0; i < map.z.size(); ++i) {
        map.references[i] = evidence::squareOf(map.references[i]);
        map.z[i] = evidence::zOf(map.value[i], map.references[i]);
    }
    return map;
}

using CellValue = std::function<double(LayerIndex, HeadIndex)>;

/// `references` are of what `value` gives.
JudgedMap judgedBy(const CellValue& value, const artifact::ArtifactShape& shape,
                   const std::function<ShownReference(HeadIndex)>& referenceOf) {
    const auto heads = static_cast<std::size_t>(shape.heads);
    const std::size_t cells = static_cast<std::size_t>(shape.layers) * heads;
    JudgedMap map;
    map.value.resize(cells);
    map.standsOut.resize(cells);
    std::vector<double> z(cells, std::nan(""));
    std::vector<evidence::Reference> levels(cells);
    for (HeadIndex h; h.value < shape.heads; ++h.value) {
        std::vector<double> values;
        for (LayerIndex l; l.value < shape.layers; ++l.value) {
            values.push_back(value(l, h));
            map.value[cellOf(l, heads, h.value)] = values.back();
        }
        map.reference = referenceOf(h);
        for (LayerIndex l; map.reference.isKnown() && l.value < shape.layers; ++l.value) {
            const std::size_t cell = cellOf(l, heads, h.value);
            levels[cell] = map.reference.series.layers[static_cast<std::size_t>(l.value)];
            z[cell] = zAt(map.reference.series, values, l);
        }
    }
    if (map.reference.isKnown()) {
        map.references = std::move(levels);
        map.z = std::move(z);
        judge(map);
    }
    map.reference.series = {};
    return map;
}

} // namespace

QuantityKey keyOf(MapQuantity quantity, int signTop) {
    switch (quantity) {
    case MapQuantity::Cosine:
    case MapQuantity::RSquared:
        return {QuantityId::OperatorCosine};
    case MapQuantity::Residual:
        return {QuantityId::OperatorResidual};
    case MapQuantity::SpectralCosine:
        return {QuantityId::SpectralCosine};
    case MapQuantity::SignedSpectralCosine:
        return {QuantityId::SignedSpectralCosine};
    case MapQuantity::SignAgreement:
        return {QuantityId::SignAgreement, signTop};
    case MapQuantity::MeanAngle:
        return {QuantityId::MeanPrincipalCosine};
    case MapQuantity::MatchingIndex:
        return {QuantityId::MatchingIndex};
    case MapQuantity::SymmetricShare:
        break;
    }
    return {QuantityId::SymmetricShare};
}

JudgedMap judgedHeads(const QuantityKey& key, const Comparison& comparison, const References& references,
                      ReferenceKind chosen) {
    return judgedBy([&](LayerIndex l, HeadIndex h) { return valueOf(key, comparison, l, h); },
                    comparison.shape(),
                    [&](HeadIndex h) { return shownReference(references, key, h, chosen); });
}

JudgedMap judgedHeads(const AnchorView& view, MapQuantity quantity, int signTop) {
    const Comparison comparison = view.comparison();
    const References references(comparison, view.heads);
    const auto judged = [&](const QuantityKey& key, const CellValue& value) {
        return judgedBy(value, view.shape(),
                        [&](HeadIndex h) { return shownReference(references, key, h, view.comparedWith); });
    };
    const auto cosine = [&](LayerIndex l, HeadIndex h) {
        return view.headCosines[cellOf(l, static_cast<std::size_t>(view.shape().heads), h.value)];
    };
    const auto inCatalogue = [&](const QuantityKey& key) {
        return judged(key, [&, key](LayerIndex l, HeadIndex h) { return valueOf(key, comparison, l, h); });
    };
    const QuantityKey key = keyOf(quantity, signTop);
    switch (quantity) {
    case MapQuantity::Cosine:
        return judged(key, cosine);
    case MapQuantity::RSquared:
        return squared(judged(key, cosine));
    case MapQuantity::Residual: {
        JudgedMap map =
            judged(key, [&](LayerIndex l, HeadIndex h) { return analysis::residual(cosine(l, h)); });
        map.standsOut = judged({QuantityId::OperatorCosine}, cosine).standsOut;
        return map;
    }
    case MapQuantity::SpectralCosine: {
        JudgedMap map = inCatalogue(key);
        map.standsOut = inCatalogue({QuantityId::SpectralResidual}).standsOut;
        return map;
    }
    default:
        return inCatalogue(key);
    }
}

JudgedMap judgedLayers(const AnchorView& view) {
    const auto layers = static_cast<std::size_t>(view.shape().layers);
    PairReferences references = pairReferences(*view.tables, view.head, view.comparedWith, view.heads.get());
    JudgedMap map;
    map.value = view.cosineMatrix;
    map.z.resize(layers * layers, std::nan(""));
    map.reference = std::move(references.shown);
    map.references.reserve(layers * layers);
    for (std::size_t i = 0; i < layers * layers; ++i) {
        const evidence::EstimatedReference& cell = references.cells[i];
        map.references.push_back(cell.reference);
        map.z[i] = evidence::normalEquivalent(evidence::zOf(map.value[i], cell.reference), cell.freedom);
    }
    judge(map);
    return map;
}

} // namespace sextant::quantities
