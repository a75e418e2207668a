// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/anchor_view.h"

#include "core/analysis/layer_series.h"

#include <algorithm>
#include <cmath>

namespace sextant::analysis {
namespace {

std::vector<double> selectedMatrix(const AlignmentTables& tables, HeadSelection head) {
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

void addOperator(AnchorView& view) {
    const AlignmentTables& tables = *view.tables;
    const artifact::ArtifactShape& shape = view.shape();
    const artifact::LayerPairTable& cosine = tables.operatorCosine;
    const LayerIndex a = view.anchor;
    view.operatorCosine =
        layerSeries(shape, view.head, [&](LayerIndex l, HeadIndex h) { return cosine(l, a, h); });
    view.operatorResidual =
        layerSeries(shape, view.head, [&](LayerIndex l, HeadIndex h) { return residual(cosine(l, a, h)); });
    view.scale = layerSeries(shape, view.head, [&](LayerIndex l, HeadIndex h) {
        return scale(tables.artifact->grams->gram, l, a, h);
    });
    view.cosineMatrix = selectedMatrix(tables, view.head);
    view.verdict = verdict(view.cosineMatrix, shape.layers, a);
    for (int l = 0; l < shape.layers; ++l) {
        view.residualOfMean.push_back(
            residual(view.cosineMatrix[static_cast<std::size_t>(l) * shape.layers + a.value]));
        const double* heads = cosine.heads(LayerIndex{l}, a);
        view.headCosines.insert(view.headCosines.end(), heads, heads + shape.heads);
    }
}

void addSpectrum(AnchorView& view, const SpectralAlignment& spectrum) {
    const LayerIndex a = view.anchor;
    const artifact::ArtifactShape& shape = view.shape();
    view.spectralCosine =
        layerSeries(shape, view.head, [&](LayerIndex l, HeadIndex h) { return spectrum.cosine(l, a, h); });
    view.spectralScale =
        layerSeries(shape, view.head, [&](LayerIndex l, HeadIndex h) { return spectrum.scale(l, a, h); });
    view.spectralResidual = layerSeries(
        shape, view.head, [&](LayerIndex l, HeadIndex h) { return residual(spectrum.cosine(l, a, h)); });
}

void addSigns(AnchorView& view, const SignAgreementTable& signs) {
    const LayerIndex a = view.anchor;
    const artifact::ArtifactShape& shape = view.shape();
    for (std::size_t c = 0; c < signs.counts().size(); ++c) {
        SignSeries series;
        series.top = signs.counts()[c];
        series.agreement = layerSeries(
            shape, view.head, [&](LayerIndex l, HeadIndex h) { return signs.agreement(c, l, a, h); });
        series.chance =
            layerMeans(shape, view.head, [&](LayerIndex l, HeadIndex h) { return signs.chance(c, l, a, h); });
        series.positiveShare = layerMeans(
            shape, view.head, [&](LayerIndex l, HeadIndex h) { return signs.positiveShare(c, l, h); });
        view.signs.push_back(std::move(series));
    }
    view.positiveShareOfAll = layerMeans(
        shape, view.head, [&](LayerIndex l, HeadIndex h) { return signs.positiveShareOfAll(l, h); });
}

AngleSeries angleSeries(const AnchorView& view, const angles::AngleRow& row) {
    const auto series = [&](double angles::PrincipalAngles::*quantity) {
        return layerSeries(view.shape(), view.head,
                           [&](LayerIndex l, HeadIndex h) { return row.at(l, h).*quantity; });
    };
    return {series(&angles::PrincipalAngles::meanCosine), series(&angles::PrincipalAngles::smallestCosine),
            series(&angles::PrincipalAngles::firstOverlap)};
}

} // namespace

std::shared_ptr<const AnchorView> anchorView(std::shared_ptr<const AlignmentTables> tables, LayerIndex anchor,
                                             HeadSelection head, const angles::AngleRow* angles) {
    auto view = std::make_shared<AnchorView>();
    view->tables = std::move(tables);
    view->anchor = anchor;
    view->head = head;
    addOperator(*view);
    if (view->tables->spectrum) {
        addSpectrum(*view, *view->tables->spectrum);
    }
    if (view->tables->signs) {
        addSigns(*view, *view->tables->signs);
    }
    if (angles != nullptr) {
        view->angles = angleSeries(*view, *angles);
    }
    return view;
}

} // namespace sextant::analysis
