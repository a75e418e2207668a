// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/anchor_view.h"

#include "core/analysis/mean.h"
#include "core/family/anchor_span.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace sextant::quantities {
namespace {

std::vector<double> selectedMatrix(const analysis::AlignmentTables& tables, HeadSelection head) {
    if (!head) {
        return tables.headMeanCosine;
    }
    const int layers = tables.operatorCosine.layers();
    std::vector<double> matrix;
    matrix.reserve(tables.headMeanCosine.size());
    for (int l = 0; l < layers; ++l) {
        for (int m = 0; m < layers; ++m) {
            matrix.push_back(tables.operatorCosine(LayerIndex{l}, LayerIndex{m}, *head));
        }
    }
    return matrix;
}

std::vector<double> knownChance(const QuantityKey& key, const Comparison& comparison, HeadSelection head) {
    const Quantity& described = quantity(key.id);
    if (described.chance == nullptr) {
        return {};
    }
    std::vector<double> chance =
        analysis::layerMeans(comparison.shape(), head, [&](LayerIndex l, HeadIndex h) {
            return described.chance(comparison, key.top, l, h).mean;
        });
    const bool known = std::ranges::any_of(chance, [](double level) { return std::isfinite(level); });
    return known ? chance : std::vector<double>{};
}

QuantitySeries seriesOf(const QuantityKey& key, const Comparison& comparison, HeadSelection head,
                        const References& references, ReferenceKind comparedWith) {
    const Quantity& described = quantity(key.id);
    const auto value = [&](LayerIndex l, HeadIndex h) { return described.value(comparison, key.top, l, h); };
    QuantitySeries result{
        key, {}, knownChance(key, comparison, head), shownReference(references, key, head, comparedWith)};
    if (described.spread) {
        result.series = analysis::layerSeries(comparison.shape(), head, value);
    } else {
        result.series.value = analysis::layerMeans(comparison.shape(), head, value);
    }
    return result;
}

/// Heads without data in a layer are left out of its mean.
SpanSeries spanOf(const analysis::AlignmentTables& tables, HeadSelection head,
                  const std::vector<LayerIndex>& anchors) {
    const artifact::ArtifactShape& shape = tables.artifact->shape();
    const std::vector<double> residuals = family::spanResiduals(tables.operatorCosine, anchors);
    const auto at = [&](LayerIndex l, HeadIndex h) {
        return residuals[static_cast<std::size_t>(l.value) * static_cast<std::size_t>(shape.heads) +
                         static_cast<std::size_t>(h.value)];
    };
    SpanSeries span{analysis::layerSeries(shape, head, at),
                    family::isotropicSpanResidual(static_cast<int>(anchors.size()), shape.hiddenSize,
                                                  head ? 1 : shape.heads),
                    {}};
    for (LayerIndex l; l.value < shape.layers; ++l.value) {
        const bool isAnchor = std::ranges::find(anchors, l) != anchors.end();
        span.z.push_back(
            isAnchor ? analysis::kMissing
                     : evidence::zOf(span.residual.value[static_cast<std::size_t>(l.value)], span.reference));
    }
    return span;
}

/// What has been compared for one anchor, and what no anchor changes.
std::shared_ptr<const evidence::CrossHeads> withCosines(const References& references,
                                                        const artifact::Artifact& artifact) {
    auto heads = std::make_shared<evidence::CrossHeads>(*references.heads());
    heads->cosines = evidence::sampledCosines(artifact);
    return heads;
}

} // namespace

std::vector<int> AnchorView::signTops() const {
    return tables->signs ? tables->signs->counts() : std::vector<int>{};
}

std::shared_ptr<const AnchorView>
anchorView(std::shared_ptr<const analysis::AlignmentTables> tables, LayerIndex anchor, HeadSelection head,
           const angles::AngleRow* angles, ReferenceKind comparedWith,
           const std::optional<std::shared_ptr<const evidence::CrossHeads>>& heads,
           std::span<const LayerIndex> further, bool anglesComing,
           std::shared_ptr<const family::Family> family) {
    auto view = std::make_shared<AnchorView>();
    view->tables = std::move(tables);
    view->anchor = anchor;
    view->anchors = {anchor};
    for (const LayerIndex other : further) {
        if (std::ranges::find(view->anchors, other) == view->anchors.end()) {
            view->anchors.push_back(other);
        }
    }
    view->family = std::move(family);
    view->head = head;
    view->comparedWith = comparedWith;
    view->angles = angles == nullptr ? nullptr : std::make_shared<const angles::AngleRow>(*angles);
    const Comparison comparison = view->comparison();
    const References references = heads ? References(comparison, *heads) : References(comparison);
    view->heads = heads ? *heads : withCosines(references, *view->tables->artifact);
    view->headsAwaited = heads && (*heads == nullptr || (*heads)->anglesAwaited);
    view->anglesAwaited = angles == nullptr && anglesComing;
    view->groups = references.groups();
    view->quantities = {available(comparison),
                        [head, comparedWith, anchor, sources = view->tables, row = view->angles,
                         compared = references.heads()](const QuantityKey& key) {
                            const Comparison those{*sources, row.get(), anchor};
                            return seriesOf(key, those, head, References(those, compared), comparedWith);
                        }};
    if (const artifact::TensorFile* tensors = view->tables->artifact->tensors.get(); head && tensors) {
        view->headRank =
            HeadRank{artifact::comparedDirections(*tensors, view->shape(), anchor, *head), tensors->topk,
                     artifact::operatorRank(*tensors, view->shape(), anchor, *head)};
    }
    view->cosineMatrix = selectedMatrix(*view->tables, head);
    const artifact::ArtifactShape& shape = view->shape();
    view->verdict = analysis::verdict(view->cosineMatrix, shape.layers, anchor);
    if (view->anchors.size() > 1) {
        view->span = spanOf(*view->tables, head, view->anchors);
    }
    view->finding = findingOf(comparison, references, head, comparedWith);
    for (int l = 0; l < shape.layers; ++l) {
        view->residualOfMean.push_back(analysis::residual(
            view->cosineMatrix[static_cast<std::size_t>(l) * shape.layers + anchor.value]));
        const double* cosines = view->tables->operatorCosine.heads(LayerIndex{l}, anchor);
        view->headCosines.insert(view->headCosines.end(), cosines, cosines + shape.heads);
    }
    return view;
}

} // namespace sextant::quantities
