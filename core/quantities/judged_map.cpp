// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/judged_map.h"

#include "core/evidence/closed_forms.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <numbers>
#include <string_view>
#include <utility>

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

/// The z that a normal distribution exceeds as rarely as `chance` says.
double zExceededBy(double chance) {
    double low = -40.0;
    double high = 40.0;
    for (int i = 0; i < 60; ++i) {
        const double middle = 0.5 * (low + high);
        (0.5 * std::erfc(middle / std::numbers::sqrt2) > chance ? low : high) = middle;
    }
    return low;
}

/// How rarely a cosine is so large in magnitude, as a z: of its square too, whose distribution is skew.
double zOfMagnitude(double cosine, const evidence::EstimatedReference& at) {
    const double size = std::abs(cosine);
    const auto chanceBeyond = [&](double distance) {
        const double z = evidence::normalEquivalent(distance / at.reference.deviation, at.freedom);
        return 0.5 * std::erfc(z / std::numbers::sqrt2);
    };
    const double above = size - at.reference.mean;
    const double below = size + at.reference.mean;
    const double chance = chanceBeyond(above) + chanceBeyond(below);
    if (std::isnan(chance)) {
        return chance;
    }
    return chance > 0.0
               ? zExceededBy(chance)
               : evidence::normalEquivalent(std::min(above, below) / at.reference.deviation, at.freedom);
}

using CellValue = std::function<double(LayerIndex, HeadIndex)>;

/// A judged map and how well the deviation of each cell's reference is known.
struct Judgement {
    JudgedMap map;
    std::vector<double> freedom; ///< empty where no reference is available
};

/// `referenceOf` gives those of what `value` gives.
Judgement judgedBy(const CellValue& value, const artifact::ArtifactShape& shape,
                   const std::function<ShownReference(HeadIndex)>& referenceOf) {
    const auto heads = static_cast<std::size_t>(shape.heads);
    const std::size_t cells = static_cast<std::size_t>(shape.layers) * heads;
    Judgement result;
    JudgedMap& map = result.map;
    map.value.resize(cells);
    map.standsOut.resize(cells);
    std::vector<double> z(cells, std::nan(""));
    std::vector<double> freedom(cells, std::numeric_limits<double>::infinity());
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
            if (!map.reference.series.freedom.empty()) {
                freedom[cell] = map.reference.series.freedom[static_cast<std::size_t>(l.value)];
            }
        }
    }
    if (map.reference.isKnown()) {
        map.references = std::move(levels);
        map.z = std::move(z);
        result.freedom = std::move(freedom);
        judge(map);
    }
    map.reference.series = {};
    return result;
}

/// The z of each cosine's magnitude.
std::vector<double> zOfMagnitudes(const Judgement& cosines) {
    std::vector<double> z;
    for (std::size_t i = 0; i < cosines.map.z.size(); ++i) {
        z.push_back(
            std::isnan(cosines.map.z[i])
                ? cosines.map.z[i]
                : zOfMagnitude(cosines.map.value[i], {cosines.map.references[i], cosines.freedom[i]}));
    }
    return z;
}

/// C^2 of judged cosines, which stand out where they do.
JudgedMap squared(const Judgement& cosines) {
    JudgedMap map = cosines.map;
    map.z = zOfMagnitudes(cosines);
    for (double& cosine : map.value) {
        cosine *= cosine;
    }
    std::ranges::transform(map.references, map.references.begin(), evidence::squareOf);
    return map;
}

/// The z and the standing of what is the smaller the larger `other` is.
void judgeAgainst(JudgedMap& map, std::vector<double> zOfOther, const std::vector<bool>& standsOut) {
    if (map.isKnown() && zOfOther.size() == map.z.size()) {
        std::ranges::transform(zOfOther, map.z.begin(), std::negate());
        map.standsOut = standsOut;
    }
}

} // namespace

QuantityKey keyOf(MapQuantity quantity, int signTop) {
    const auto row = std::ranges::find(catalogue(), std::string_view(rowOf(quantity).catalogueName),
                                       &Quantity::name); // which is there, as a test checks
    return {row->id, row->ofLeading ? signTop : 0};
}

JudgedMap judgedHeads(const QuantityKey& key, const Comparison& comparison, const References& references,
                      ReferenceKind chosen) {
    return judgedBy([&](LayerIndex l, HeadIndex h) { return valueOf(key, comparison, l, h); },
                    comparison.shape(),
                    [&](HeadIndex h) { return shownReference(references, key, h, chosen); })
        .map;
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
        return judged(key, [&, key](LayerIndex l, HeadIndex h) { return valueOf(key, comparison, l, h); })
            .map;
    };
    const QuantityKey key = keyOf(quantity, signTop);
    const QuantityKey cosineKey{QuantityId::OperatorCosine};
    switch (quantity) {
    case MapQuantity::Cosine:
        return judged(cosineKey, cosine).map;
    case MapQuantity::RSquared:
        return squared(judged(cosineKey, cosine));
    case MapQuantity::Residual: {
        JudgedMap map =
            judged(key, [&](LayerIndex l, HeadIndex h) { return analysis::residual(cosine(l, h)); }).map;
        const Judgement cosines = judged(cosineKey, cosine);
        judgeAgainst(map, zOfMagnitudes(cosines), cosines.map.standsOut);
        return map;
    }
    case MapQuantity::SpectralCosine: {
        JudgedMap map = inCatalogue(key);
        const JudgedMap residual = inCatalogue({QuantityId::SpectralResidual});
        judgeAgainst(map, residual.z, residual.standsOut);
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
