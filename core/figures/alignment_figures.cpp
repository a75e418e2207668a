// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/alignment_figures.h"

#include "core/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace sextant::figures {

using quantities::QuantityId;

namespace {

LayerFigure emptyFigure(const quantities::AnchorView& view, const std::string& quantity) {
    LayerFigure figure;
    figure.quantity = quantity;
    figure.context = contextOf(view);
    figure.layers = view.shape().layers;
    figure.anchor = view.anchor;
    return figure;
}

/// How a quantity of the catalogue is drawn.
struct Drawn {
    quantities::QuantityKey key;
    CurveStyle style = CurveStyle::Line;
    int colour = 0;
    ValueAxis axis = ValueAxis::Left;
};

/// Adds the quantity's curve, and says whether the view has it. The spread is left out where there is one
/// head to spread over.
bool addCurve(LayerFigure& figure, const quantities::AnchorView& view, const Drawn& drawn) {
    const quantities::QuantitySeries* quantity = view.find(drawn.key);
    if (quantity == nullptr) {
        return false;
    }
    LayerCurve& curve = figure.curves.emplace_back();
    curve.column = quantities::labelOf(drawn.key);
    curve.name = drawn.axis == ValueAxis::Right ? curve.column + " (right)" : curve.column;
    curve.meaning = quantities::meaningOf(drawn.key);
    curve.style = drawn.style;
    curve.axis = drawn.axis;
    curve.series = drawn.colour;
    curve.value = quantity->series.value;
    if (view.shape().heads > 1) {
        curve.low = quantity->series.low;
        curve.high = quantity->series.high;
    }
    return true;
}

/// "S by chance (0.91)", "cosine by chance (0 \u00b1 0.0156)", or without a number where each layer has its
/// own level.
std::string chanceName(const quantities::Quantity& quantity, const quantities::QuantitySeries& series,
                       const quantities::ChanceLevel& level) {
    std::string name = fmt::format("{} by chance", quantity.shortLabel);
    const bool oneLevel =
        std::ranges::all_of(series.chance, [&](double other) { return other == series.chance.front(); });
    if (!oneLevel || quantity.ofLeading) {
        return name;
    }
    return std::isfinite(level.deviation)
               ? fmt::format("{} ({:.3g} \u00b1 {:.3g})", name, level.mean, level.deviation)
               : fmt::format("{} ({:.3g})", name, level.mean);
}

/// Adds what unrelated layers would show, if that is known.
void addChance(LayerFigure& figure, const quantities::AnchorView& view, const quantities::QuantityKey& key,
               int colour) {
    const quantities::QuantitySeries* series = view.find(key);
    if (series == nullptr || series->chance.empty()) {
        return;
    }
    const quantities::Quantity& quantity = quantities::quantity(key.id);
    const quantities::Comparison comparison{*view.tables, nullptr, view.anchor};
    LayerCurve& curve = figure.curves.emplace_back();
    curve.name =
        chanceName(quantity, *series, quantities::chanceOf(key, comparison, view.anchor, HeadIndex{0}));
    curve.column = fmt::format("{} by chance", quantity.shortLabel);
    curve.meaning = "What unrelated layers of this shape would show.";
    curve.style = CurveStyle::Chance;
    curve.series = colour;
    curve.value = series->chance;
}

const std::vector<int>& missingHeads(const quantities::AnchorView& view, const quantities::QuantityKey& key) {
    return view.find(key)->series.missingHeads;
}

} // namespace

std::string contextOf(const quantities::AnchorView& view) {
    const std::string heads = view.head ? fmt::format("head {}", view.head->value)
                              : view.shape().heads == 1
                                  ? "one head"
                                  : fmt::format("mean over {} heads", view.shape().heads);
    return fmt::format("anchor layer {}, {}", view.anchor.value, heads);
}

std::string missingTensorsReason(const quantities::AnchorView& view) {
    const artifact::Artifact& artifact = *view.tables->artifact;
    if (artifact.tensors) {
        return {};
    }
    if (artifact.tensorError) {
        return fmt::format("This plot needs the tensor file. {}.", describe(*artifact.tensorError));
    }
    return "The tensor file is being read.";
}

LayerFigure residualFigure(const quantities::AnchorView& view) {
    LayerFigure figure = emptyFigure(view, "Operator cosine, residual and scale T to the anchor");
    figure.leftLabel = "Cosine, residual";
    figure.rightLabel = "Scale T";
    figure.missingHeads = missingHeads(view, {QuantityId::OperatorCosine});
    addCurve(figure, view, {{QuantityId::OperatorCosine}, CurveStyle::Line, 0});
    addCurve(figure, view, {{QuantityId::OperatorResidual}, CurveStyle::Line, 1});
    addCurve(figure, view, {{QuantityId::SpectralCosine}, CurveStyle::Thin, 3});
    addCurve(figure, view, {{QuantityId::OperatorScale}, CurveStyle::Line, 2, ValueAxis::Right});
    addCurve(figure, view, {{QuantityId::SpectralScale}, CurveStyle::Thin, 2, ValueAxis::Right});
    addChance(figure, view, {QuantityId::OperatorCosine}, 0);
    addChance(figure, view, {QuantityId::SpectralCosine}, 3);
    addCurve(figure, view, {{QuantityId::SpectralResidual}, CurveStyle::Hidden, 3});
    if (!view.residualOfMean.empty()) {
        LayerCurve& ofMean = figure.curves.emplace_back();
        ofMean.name = "residual of the mean cosine";
        ofMean.meaning =
            "sqrt(1 - C^2) of the cosine averaged over the heads, as the reference script has it.";
        ofMean.style = CurveStyle::Hidden;
        ofMean.value = view.residualOfMean;
    }
    return figure;
}

int shownSignTop(const quantities::AnchorView& view, int top) {
    const std::vector<int> tops = view.signTops();
    const auto above = std::ranges::upper_bound(tops, top);
    if (above != tops.begin()) {
        return *std::prev(above);
    }
    return tops.empty() ? 0 : tops.front();
}

LayerFigure signsFigure(const quantities::AnchorView& view, int top) {
    LayerFigure figure = emptyFigure(view, "Sign agreement of the leading eigenvalues");
    figure.leftLabel = "Share";
    const int shown = shownSignTop(view, top);
    const quantities::QuantityKey agreement{QuantityId::SignAgreement, shown};
    if (view.find(agreement) == nullptr) {
        const std::string reason = missingTensorsReason(view);
        figure.message = reason.empty() ? "There are too few eigenvalues to compare." : reason;
        return figure;
    }
    figure.quantity = fmt::format("Sign agreement of the {} leading eigenvalues with the anchor", shown);
    figure.missingHeads = missingHeads(view, agreement);
    addCurve(figure, view, {agreement, CurveStyle::Bar, 0});
    addCurve(figure, view, {{QuantityId::PositiveShare, shown}, CurveStyle::Point, 1});
    addCurve(figure, view, {{QuantityId::PositiveShareOfAll}, CurveStyle::Point, 2});
    addChance(figure, view, agreement, 0);
    return figure;
}

LayerFigure anglesFigure(const quantities::AnchorView& view) {
    LayerFigure figure = emptyFigure(view, "Principal angles between the leading directions");
    figure.leftLabel = "Cosine, overlap";
    if (!view.hasAngles()) {
        const std::string reason = missingTensorsReason(view);
        figure.message = reason.empty() ? "Principal angles to this anchor are being computed." : reason;
        return figure;
    }
    constexpr std::array kShown = {QuantityId::MeanPrincipalCosine, QuantityId::SmallestPrincipalCosine,
                                   QuantityId::FirstOverlap};
    figure.missingHeads = missingHeads(view, {kShown.front()});
    for (int colour = 0; const QuantityId id : kShown) {
        addCurve(figure, view, {{id}, CurveStyle::Line, colour++});
    }
    for (int colour = 0; const QuantityId id : kShown) {
        addChance(figure, view, {id}, colour++);
    }
    return figure;
}

} // namespace sextant::figures
