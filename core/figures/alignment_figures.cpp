// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/alignment_figures.h"

#include "core/base/error.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sextant::figures {
namespace {

LayerFigure emptyFigure(const analysis::AnchorView& view, const std::string& quantity) {
    LayerFigure figure;
    figure.quantity = quantity;
    figure.context = contextOf(view);
    figure.layers = view.shape().layers;
    return figure;
}

/// The spread is left out where there is one head to spread over.
LayerCurve curveOf(const analysis::AnchorView& view, const std::string& name,
                   const analysis::LayerSeries& series, CurveStyle style, int colour) {
    LayerCurve curve;
    curve.name = name;
    curve.style = style;
    curve.series = colour;
    curve.value = series.value;
    if (view.shape().heads > 1) {
        curve.low = series.low;
        curve.high = series.high;
    }
    return curve;
}

LayerCurve onRight(LayerCurve curve) {
    curve.axis = ValueAxis::Right;
    return curve;
}

LayerCurve chanceOf(const std::string& name, std::vector<double> level, int colour) {
    LayerCurve curve;
    curve.name = name;
    curve.style = CurveStyle::Chance;
    curve.series = colour;
    curve.value = std::move(level);
    return curve;
}

std::vector<double> flat(const analysis::AnchorView& view, double level) {
    return std::vector<double>(static_cast<std::size_t>(view.shape().layers), level);
}

std::string chanceName(const std::string& of, double level) {
    return fmt::format("{} by chance ({:.3g})", of, level);
}

} // namespace

std::string contextOf(const analysis::AnchorView& view) {
    const std::string heads = view.head ? fmt::format("head {}", view.head->value)
                              : view.shape().heads == 1
                                  ? "one head"
                                  : fmt::format("mean over {} heads", view.shape().heads);
    return fmt::format("anchor layer {}, {}", view.anchor.value, heads);
}

std::string missingTensorsReason(const analysis::AnchorView& view) {
    const artifact::Artifact& artifact = *view.tables->artifact;
    if (artifact.tensors)
        return {};
    if (artifact.tensorError)
        return fmt::format("This plot needs the tensor file. {}.", describe(*artifact.tensorError));
    return "The tensor file is being read.";
}

LayerFigure residualFigure(const analysis::AnchorView& view) {
    LayerFigure figure = emptyFigure(view, "Operator cosine, residual and scale T to the anchor");
    figure.leftLabel = "Cosine, residual";
    figure.rightLabel = "Scale T";
    figure.missingHeads = view.operatorCosine.missingHeads;
    auto& curves = figure.curves;
    curves.push_back(curveOf(view, "cosine", view.operatorCosine, CurveStyle::Line, 0));
    curves.push_back(curveOf(view, "residual", view.operatorResidual, CurveStyle::Line, 1));
    if (view.spectralCosine)
        curves.push_back(curveOf(view, "spectral cosine S", *view.spectralCosine, CurveStyle::Thin, 3));
    curves.push_back(onRight(curveOf(view, "scale T (right)", view.scale, CurveStyle::Line, 2)));
    curves.back().column = "scale T";
    if (view.spectralScale) {
        curves.push_back(
            onRight(curveOf(view, "spectral scale T (right)", *view.spectralScale, CurveStyle::Thin, 2)));
        curves.back().column = "spectral scale T";
    }
    const analysis::ChanceLevels& chance = view.tables->chance;
    curves.push_back(chanceOf(fmt::format("cosine by chance (0 ± {:.3g})", chance.operatorCosineDeviation),
                              flat(view, 0.0), 0));
    curves.back().column = "cosine by chance";
    if (view.spectralCosine && std::isfinite(chance.spectralCosine)) {
        curves.push_back(
            chanceOf(chanceName("S", chance.spectralCosine), flat(view, chance.spectralCosine), 3));
        curves.back().column = "spectral cosine by chance";
    }
    if (view.spectralResidual)
        curves.push_back(curveOf(view, "spectral residual", *view.spectralResidual, CurveStyle::Hidden, 3));
    if (!view.residualOfMean.empty()) {
        LayerCurve ofMean;
        ofMean.name = "residual of the mean cosine";
        ofMean.style = CurveStyle::Hidden;
        ofMean.value = view.residualOfMean;
        curves.push_back(std::move(ofMean));
    }
    return figure;
}

int shownSignTop(const analysis::AnchorView& view, int top) {
    int shown = 0;
    for (const analysis::SignSeries& series : view.signs)
        if (series.top <= top)
            shown = std::max(shown, series.top);
    if (shown == 0 && !view.signs.empty())
        shown = view.signs.front().top;
    return shown;
}

LayerFigure signsFigure(const analysis::AnchorView& view, int top) {
    LayerFigure figure = emptyFigure(view, "Sign agreement of the leading eigenvalues");
    figure.leftLabel = "Share";
    const int shown = shownSignTop(view, top);
    const auto series = std::find_if(view.signs.begin(), view.signs.end(),
                                     [&](const analysis::SignSeries& s) { return s.top == shown; });
    if (series == view.signs.end()) {
        const std::string reason = missingTensorsReason(view);
        figure.message = reason.empty() ? "There are too few eigenvalues to compare." : reason;
        return figure;
    }
    figure.quantity = fmt::format("Sign agreement of the {} leading eigenvalues with the anchor", shown);
    figure.missingHeads = series->agreement.missingHeads;
    auto& curves = figure.curves;
    curves.push_back(curveOf(view, "sign agreement", series->agreement, CurveStyle::Bar, 0));
    analysis::LayerSeries positive;
    positive.value = series->positiveShare;
    curves.push_back(
        curveOf(view, fmt::format("positive share, leading {}", shown), positive, CurveStyle::Point, 1));
    if (view.positiveShareOfAll) {
        positive.value = *view.positiveShareOfAll;
        curves.push_back(curveOf(view, "positive share, all", positive, CurveStyle::Point, 2));
    }
    curves.push_back(chanceOf("agreement by chance", series->chance, 0));
    return figure;
}

LayerFigure anglesFigure(const analysis::AnchorView& view) {
    LayerFigure figure = emptyFigure(view, "Principal angles between the leading directions");
    figure.leftLabel = "Cosine, overlap";
    if (!view.angles) {
        const std::string reason = missingTensorsReason(view);
        figure.message = reason.empty() ? "Principal angles to this anchor are being computed." : reason;
        return figure;
    }
    const analysis::AngleSeries& angles = *view.angles;
    figure.missingHeads = angles.meanCosine.missingHeads;
    auto& curves = figure.curves;
    curves.push_back(curveOf(view, "mean cosine", angles.meanCosine, CurveStyle::Line, 0));
    curves.push_back(curveOf(view, "smallest cosine", angles.smallestCosine, CurveStyle::Line, 1));
    curves.push_back(curveOf(view, "first-direction overlap", angles.firstOverlap, CurveStyle::Line, 2));
    const analysis::ChanceLevels& chance = view.tables->chance;
    const auto addChance = [&](const std::string& of, double level, int colour) {
        if (!std::isfinite(level))
            return;
        curves.push_back(chanceOf(chanceName(of, level), flat(view, level), colour));
        curves.back().column = of + " by chance";
    };
    addChance("mean", chance.meanPrincipalCosine, 0);
    addChance("smallest", chance.smallestPrincipalCosine, 1);
    addChance("overlap", chance.firstOverlap, 2);
    return figure;
}

} // namespace sextant::figures
