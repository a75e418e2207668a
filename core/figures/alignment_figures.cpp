// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/alignment_figures.h"

#include "core/base/error.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

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
    figure.numbers = view.layerNumbers();
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

/// Adds what the quantity would be if the layer or the head did not matter, if that is known.
void addReference(LayerFigure& figure, const quantities::AnchorView& view, const Drawn& drawn) {
    const quantities::QuantitySeries* series = view.find(drawn.key);
    if (series == nullptr || !series->reference.isKnown()) {
        return;
    }
    const quantities::ReferenceSeries& reference = series->reference.series;
    LayerCurve& curve = figure.curves.emplace_back();
    curve.name = curve.column = fmt::format("{}, {}", quantities::quantity(drawn.key.id).shortLabel,
                                            evidence::labelOf(series->reference.kind));
    curve.meaning = evidence::meaningOf(series->reference.kind);
    curve.style = CurveStyle::Reference;
    curve.series = drawn.colour;
    curve.axis = drawn.axis;
    for (int l = 0; l < figure.layers; ++l) {
        const evidence::Reference& level = reference.layers[static_cast<std::size_t>(l)];
        curve.value.push_back(level.mean);
        curve.deviation.push_back(level.deviation);
        curve.low.push_back(level.mean - 2.0 * level.deviation);
        curve.high.push_back(level.mean + 2.0 * level.deviation);
        curve.z.push_back(quantities::zAt(reference, series->series.value, LayerIndex{l}));
    }
}

/// What is on show, and why it is not what was chosen: "isotropic, as there is one head".
std::string referenceLabel(const quantities::ShownReference& reference) {
    const std::string shown = reference.isKnown() ? evidence::labelOf(reference.kind) : "none";
    return reference.whyNot ? fmt::format("{}, as {}", shown, evidence::shortReasonOf(*reference.whyNot))
                            : shown;
}

/// "other heads (S); same spectrum, as other heads' grams are missing (cosine, residual)", or "other heads"
/// where all have the same.
std::string referenceText(const quantities::AnchorView& view, const std::vector<Drawn>& drawn) {
    std::vector<std::pair<std::string, std::vector<std::string>>> groups; // a reference, and whose it is
    for (const Drawn& each : drawn) {
        const quantities::QuantitySeries* series = view.find(each.key);
        if (series == nullptr) {
            continue;
        }
        const std::string label = referenceLabel(series->reference);
        auto group = std::ranges::find(groups, label, [](const auto& known) { return known.first; });
        if (group == groups.end()) {
            group = groups.insert(group, {label, {}});
        }
        group->second.emplace_back(quantities::quantity(each.key.id).shortLabel);
    }
    if (groups.size() == 1) {
        return groups.front().first;
    }
    std::vector<std::string> texts;
    texts.reserve(groups.size());
    for (const auto& [label, names] : groups) {
        texts.push_back(fmt::format("{} ({})", label, fmt::join(names, ", ")));
    }
    return fmt::format("{}", fmt::join(texts, "; "));
}

/// The references of these quantities, whose own curves are there already.
void addReferences(LayerFigure& figure, const quantities::AnchorView& view, const std::vector<Drawn>& drawn) {
    for (const Drawn& each : drawn) {
        addReference(figure, view, each);
    }
    figure.reference = referenceText(view, drawn);
}

/// What all anchors together leave of each layer, beside what they would of isotropic operators.
void addSpan(LayerFigure& figure, const quantities::AnchorView& view) {
    constexpr int colour = 4;
    const quantities::SpanSeries& span = *view.span;
    LayerCurve& curve = figure.curves.emplace_back();
    curve.name = fmt::format("residual to the span of {} anchors", view.anchors.size());
    curve.meaning = "sqrt(1 - R^2): what is left of the operator after the best combination of the anchors'.";
    curve.series = colour;
    curve.value = span.residual.value;
    if (view.shape().heads > 1) {
        curve.low = span.residual.low;
        curve.high = span.residual.high;
    }
    LayerCurve& reference = figure.curves.emplace_back();
    reference.name = fmt::format("span residual, {}", evidence::labelOf(ReferenceKind::Isotropic));
    reference.meaning = evidence::meaningOf(ReferenceKind::Isotropic);
    reference.style = CurveStyle::Reference;
    reference.series = colour;
    reference.z = span.z;
    for (int l = 0; l < figure.layers; ++l) {
        const bool isAnchor = std::ranges::find(view.anchors, LayerIndex{l}) != view.anchors.end();
        const evidence::Reference level = isAnchor ? evidence::Reference{} : span.reference;
        reference.value.push_back(level.mean);
        reference.deviation.push_back(level.deviation);
        reference.low.push_back(level.mean - 2.0 * level.deviation);
        reference.high.push_back(level.mean + 2.0 * level.deviation);
    }
    figure.reference += fmt::format("; {} (span)", evidence::labelOf(ReferenceKind::Isotropic));
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
    return fmt::format("{}, {}", anchorsText(view), heads);
}

std::string anchorsText(const quantities::AnchorView& view) {
    std::vector<int> further;
    for (std::size_t i = 1; i < view.anchors.size(); ++i) {
        further.push_back(view.layerNumbers().of(view.anchors[i]));
    }
    return further.empty()
               ? fmt::format("anchor layer {}", view.anchorNumber())
               : fmt::format("anchor layer {} with {}", view.anchorNumber(), fmt::join(further, ", "));
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
    addReferences(figure, view,
                  {{{QuantityId::OperatorCosine}, CurveStyle::Line, 0},
                   {{QuantityId::OperatorResidual}, CurveStyle::Line, 1},
                   {{QuantityId::SpectralCosine}, CurveStyle::Thin, 3},
                   {{QuantityId::OperatorScale}, CurveStyle::Line, 2, ValueAxis::Right}});
    if (view.span) {
        addSpan(figure, view);
    }
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
    addReferences(
        figure, view,
        {{agreement, CurveStyle::Bar, 0}, {{QuantityId::PositiveShare, shown}, CurveStyle::Point, 1}});
    return figure;
}

LayerFigure anglesFigure(const quantities::AnchorView& view) {
    LayerFigure figure = emptyFigure(view, "Principal angles between the leading directions");
    figure.leftLabel = "Cosine, overlap";
    if (!view.hasAngles()) {
        figure.message = missingTensorsReason(view);
        if (figure.message.empty()) {
            figure.message = view.anglesAwaited ? "Principal angles to this anchor are being computed."
                                                : "Principal angles to this anchor were not computed.";
        }
        return figure;
    }
    constexpr std::array kShown = {QuantityId::MeanPrincipalCosine, QuantityId::SmallestPrincipalCosine,
                                   QuantityId::FirstOverlap};
    figure.missingHeads = missingHeads(view, {kShown.front()});
    for (int colour = 0; const QuantityId id : kShown) {
        addCurve(figure, view, {{id}, CurveStyle::Line, colour++});
    }
    std::vector<Drawn> drawn;
    drawn.reserve(kShown.size());
    for (const QuantityId id : kShown) {
        drawn.push_back({{id}, CurveStyle::Line, static_cast<int>(drawn.size())});
    }
    addReferences(figure, view, drawn);
    return figure;
}

} // namespace sextant::figures
