// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/alignment_figures.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace sextant::plots {

namespace {

LayerFigure emptyFigure(const analysis::AnchorView& view, const QString& quantity) {
    LayerFigure figure;
    figure.quantity = quantity;
    figure.context = contextOf(view);
    figure.layers = view.shape().layers;
    return figure;
}

/// The spread is left out where there is one head to spread over.
LayerCurve curveOf(const analysis::AnchorView& view, const QString& name, const analysis::LayerSeries& series,
                   CurveStyle style, int colour) {
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

LayerCurve chanceOf(const QString& name, std::vector<double> level, int colour) {
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

QString chanceName(const QString& of, double level) {
    return QStringLiteral("%1 by chance (%2)").arg(of, QString::number(level, 'g', 3));
}

} // namespace

QString contextOf(const analysis::AnchorView& view) {
    const QString heads = view.head ? QStringLiteral("head %1").arg(view.head->value)
                          : view.shape().heads == 1
                              ? QStringLiteral("one head")
                              : QStringLiteral("mean over %1 heads").arg(view.shape().heads);
    return QStringLiteral("anchor layer %1, %2").arg(view.anchor.value).arg(heads);
}

QString missingTensorsReason(const analysis::AnchorView& view) {
    const artifact::Artifact& artifact = *view.tables->artifact;
    if (artifact.tensors)
        return {};
    if (artifact.tensorError)
        return QStringLiteral("This plot needs the tensor file. %1.")
            .arg(QString::fromStdString(describe(*artifact.tensorError)));
    return QStringLiteral("The tensor file is being read.");
}

LayerFigure residualFigure(const analysis::AnchorView& view) {
    LayerFigure figure =
        emptyFigure(view, QStringLiteral("Operator cosine, residual and scale T to the anchor"));
    figure.leftLabel = QStringLiteral("Cosine, residual");
    figure.rightLabel = QStringLiteral("Scale T");
    figure.missingHeads = view.operatorCosine.missingHeads;
    auto& curves = figure.curves;
    curves.push_back(curveOf(view, QStringLiteral("cosine"), view.operatorCosine, CurveStyle::Line, 0));
    curves.push_back(curveOf(view, QStringLiteral("residual"), view.operatorResidual, CurveStyle::Line, 1));
    if (view.spectralCosine)
        curves.push_back(
            curveOf(view, QStringLiteral("spectral cosine S"), *view.spectralCosine, CurveStyle::Thin, 3));
    curves.push_back(onRight(curveOf(view, QStringLiteral("T (right)"), view.scale, CurveStyle::Line, 2)));
    curves.back().column = QStringLiteral("T");
    if (view.spectralScale) {
        curves.push_back(onRight(
            curveOf(view, QStringLiteral("spectral T (right)"), *view.spectralScale, CurveStyle::Thin, 2)));
        curves.back().column = QStringLiteral("spectral T");
    }
    const analysis::ChanceLevels& chance = view.tables->chance;
    curves.push_back(chanceOf(QStringLiteral("cosine by chance (0 ± %1)")
                                  .arg(QString::number(chance.operatorCosineDeviation, 'g', 3)),
                              flat(view, 0.0), 0));
    curves.back().column = QStringLiteral("cosine by chance");
    if (view.spectralCosine && std::isfinite(chance.spectralCosine)) {
        curves.push_back(chanceOf(chanceName(QStringLiteral("S"), chance.spectralCosine),
                                  flat(view, chance.spectralCosine), 3));
        curves.back().column = QStringLiteral("spectral cosine by chance");
    }
    if (view.spectralResidual)
        curves.push_back(curveOf(view, QStringLiteral("spectral residual"), *view.spectralResidual,
                                 CurveStyle::Hidden, 3));
    if (!view.residualOfMean.empty()) {
        LayerCurve ofMean;
        ofMean.name = QStringLiteral("residual of the mean cosine");
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
    LayerFigure figure = emptyFigure(view, QStringLiteral("Sign agreement of the leading eigenvalues"));
    figure.leftLabel = QStringLiteral("Share");
    const int shown = shownSignTop(view, top);
    const auto series = std::find_if(view.signs.begin(), view.signs.end(),
                                     [&](const analysis::SignSeries& s) { return s.top == shown; });
    if (series == view.signs.end()) {
        const QString reason = missingTensorsReason(view);
        figure.message =
            reason.isEmpty() ? QStringLiteral("There are too few eigenvalues to compare.") : reason;
        return figure;
    }
    figure.quantity =
        QStringLiteral("Sign agreement of the %1 leading eigenvalues with the anchor").arg(shown);
    figure.missingHeads = series->agreement.missingHeads;
    auto& curves = figure.curves;
    curves.push_back(curveOf(view, QStringLiteral("sign agreement"), series->agreement, CurveStyle::Bar, 0));
    analysis::LayerSeries positive;
    positive.value = series->positiveShare;
    curves.push_back(curveOf(view, QStringLiteral("positive among these"), positive, CurveStyle::Point, 1));
    if (view.positiveShareOfAll) {
        positive.value = *view.positiveShareOfAll;
        curves.push_back(curveOf(view, QStringLiteral("positive among all"), positive, CurveStyle::Point, 2));
    }
    curves.push_back(chanceOf(QStringLiteral("agreement by chance"), series->chance, 0));
    return figure;
}

LayerFigure anglesFigure(const analysis::AnchorView& view) {
    LayerFigure figure = emptyFigure(view, QStringLiteral("Principal angles between the leading directions"));
    figure.leftLabel = QStringLiteral("Cosine, overlap");
    if (!view.angles) {
        const QString reason = missingTensorsReason(view);
        figure.message =
            reason.isEmpty() ? QStringLiteral("Principal angles to this anchor are being computed.") : reason;
        return figure;
    }
    const analysis::AngleSeries& angles = *view.angles;
    figure.missingHeads = angles.meanCosine.missingHeads;
    auto& curves = figure.curves;
    curves.push_back(curveOf(view, QStringLiteral("mean cosine"), angles.meanCosine, CurveStyle::Line, 0));
    curves.push_back(
        curveOf(view, QStringLiteral("smallest cosine"), angles.smallestCosine, CurveStyle::Line, 1));
    curves.push_back(
        curveOf(view, QStringLiteral("first-direction overlap"), angles.firstOverlap, CurveStyle::Line, 2));
    const analysis::ChanceLevels& chance = view.tables->chance;
    const auto addChance = [&](const QString& of, double level, int colour) {
        if (!std::isfinite(level))
            return;
        curves.push_back(chanceOf(chanceName(of, level), flat(view, level), colour));
        curves.back().column = of + QStringLiteral(" by chance");
    };
    addChance(QStringLiteral("mean"), chance.meanPrincipalCosine, 0);
    addChance(QStringLiteral("smallest"), chance.smallestPrincipalCosine, 1);
    addChance(QStringLiteral("overlap"), chance.firstOverlap, 2);
    return figure;
}

} // namespace sextant::plots
