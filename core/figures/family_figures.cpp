// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/family_figures.h"

#include "core/analysis/mean.h"
#include "core/evidence/why_not.h"
#include "core/figures/number_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace sextant::figures {
namespace {

/// `ofMean` is what the numbers are of when no head is selected.
std::string headsText(const quantities::AnchorView& view, const std::string& ofMean) {
    if (view.head) {
        return fmt::format("head {}", view.head->value);
    }
    return view.shape().heads == 1 ? "one head" : fmt::format("{} {} heads", ofMean, view.shape().heads);
}

/// A curve from place 0 on and what it is compared with, in the same colour.
void addCompared(LayerFigure& figure, LayerCurve curve, const std::vector<evidence::Reference>& references,
                 const std::string& name, const std::string& meaning) {
    LayerCurve reference;
    reference.name = name;
    reference.meaning = meaning;
    reference.style = CurveStyle::Reference;
    reference.series = curve.series;
    for (std::size_t i = 0; i < curve.value.size(); ++i) {
        const evidence::Reference level = i < references.size() ? references[i] : evidence::Reference{};
        reference.value.push_back(level.mean);
        reference.deviation.push_back(level.deviation);
        reference.low.push_back(level.mean - 2.0 * level.deviation);
        reference.high.push_back(level.mean + 2.0 * level.deviation);
        reference.z.push_back(evidence::zOf(curve.value[i], level));
    }
    figure.curves.push_back(std::move(curve));
    figure.curves.push_back(std::move(reference));
}

LayerCurve hiddenCurve(const char* name, const char* meaning) {
    LayerCurve curve;
    curve.name = name;
    curve.meaning = meaning;
    curve.style = CurveStyle::Hidden;
    return curve;
}

/// What is left where choosing among isotropic operators explains so much, to first order in the deviation.
evidence::Reference residualByChance(const evidence::Reference& rSquared) {
    const double mean = std::sqrt(std::max(0.0, 1.0 - rSquared.mean));
    return {mean, mean > 0.0 ? 0.5 * rSquared.deviation / mean : analysis::kMissing};
}

} // namespace

const family::HeadFamily* headFamilyOf(const quantities::AnchorView& view) {
    if (!view.family) {
        return nullptr;
    }
    return view.head ? &view.family->heads[static_cast<std::size_t>(view.head->value)] : &view.family->ofMean;
}

LayerFigure eigenvaluesFigure(const quantities::AnchorView& view) {
    LayerFigure figure;
    figure.quantity = "Eigenvalues of the layers' operator cosines";
    figure.context = headsText(view, "mean cosine over");
    figure.axisLabel = "Number of the eigenvalue";
    figure.rowHeader = "eigenvalue";
    figure.leftLabel = "Eigenvalue";
    const family::HeadFamily* head = headFamilyOf(view);
    if (head == nullptr || head->dimension.eigenvalues.empty()) {
        figure.message = head == nullptr ? kFamilyAwaited : "There are no operator cosines.";
        return figure;
    }
    const std::vector<double>& values = head->dimension.eigenvalues;
    figure.layers = static_cast<int>(values.size()) + 1;
    LayerCurve curve;
    curve.name = "eigenvalue";
    curve.meaning =
        "Eigenvalue of the matrix of cosines between layers; n layers sharing one operator have a "
        "single non-zero one, equal to n.";
    curve.value = {analysis::kMissing};
    curve.value.insert(curve.value.end(), values.begin(), values.end());
    const auto& isotropic = view.head ? view.family->isotropicOfHead : view.family->isotropicOfMean;
    std::vector<evidence::Reference> references(1);
    // Of as many layers as there are; where some have no data, those of all would be too many.
    if (isotropic.size() == values.size()) {
        references.insert(references.end(), isotropic.begin(), isotropic.end());
    }
    addCompared(figure, std::move(curve), references,
                fmt::format("eigenvalue, {}", evidence::labelOf(ReferenceKind::Isotropic)),
                evidence::meaningOf(ReferenceKind::Isotropic));
    figure.reference = references.size() > 1 ? evidence::labelOf(ReferenceKind::Isotropic) : "none";
    LayerCurve share =
        hiddenCurve("share held", "Share of the sum of all eigenvalues that this and the larger ones hold.");
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    double held = 0.0;
    share.value = {0.0};
    for (const double value : values) {
        held += value;
        share.value.push_back(sum > 0.0 ? held / sum : analysis::kMissing);
    }
    figure.curves.push_back(std::move(share));
    return figure;
}

LayerFigure greedyFigure(const quantities::AnchorView& view) {
    LayerFigure figure;
    figure.quantity = "Residual of the other layers to the best anchors";
    figure.context = headsText(view, "mean over");
    figure.axisLabel = "Number of anchors";
    figure.rowHeader = "anchors";
    figure.leftLabel = "Mean residual";
    if (!view.family) {
        figure.message = kFamilyAwaited;
        return figure;
    }
    const family::Family& family = *view.family;
    const auto& steps =
        view.head ? family.greedyOfHeads[static_cast<std::size_t>(view.head->value)] : family.greedy;
    const auto& chance = view.head ? family.chanceOfHead : family.chance;
    if (steps.empty()) {
        figure.message = "There are too few layers for an anchor and others.";
        return figure;
    }
    figure.layers = static_cast<int>(steps.size()) + 1;
    LayerCurve curve;
    curve.name = "mean residual";
    curve.meaning = "Mean of sqrt(1 - R^2) over the layers that are not anchors; each anchor is the one that "
                    "explains most of the others.";
    curve.series = 1;
    curve.value = {1.0};
    std::vector<evidence::Reference> references(1);
    LayerCurve added = hiddenCurve("layer added", "The layer added last to reach this number of anchors.");
    LayerCurve gain = hiddenCurve("gain in R^2", "How much it adds to the mean R^2 of the others.");
    LayerCurve gainByChance =
        hiddenCurve("gain by chance", "The gain of the best of equally many isotropic operators.");
    for (LayerCurve* hidden : {&added, &gain, &gainByChance}) {
        hidden->value = {analysis::kMissing};
    }
    figure.notes = {"no anchor"};
    std::vector<int> layers;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const family::ChanceStep byChance = i < chance.size() ? chance[i] : family::ChanceStep{};
        curve.value.push_back(steps[i].meanResidual);
        references.push_back(residualByChance(byChance.rSquared));
        const int number = view.layerNumbers().of(steps[i].layer);
        added.value.push_back(number);
        gain.value.push_back(steps[i].gain);
        gainByChance.value.push_back(byChance.gain.mean);
        layers.push_back(number);
        figure.notes.push_back(fmt::format("layer{} {}", i == 0 ? "" : "s", fmt::join(layers, ", ")));
    }
    addCompared(figure, std::move(curve), references, "mean residual, by choosing alone",
                "What the same choice leaves among equally many isotropic operators.");
    figure.reference = "choosing among isotropic operators";
    for (LayerCurve* hidden : {&added, &gain, &gainByChance}) {
        figure.curves.push_back(std::move(*hidden));
    }
    return figure;
}

std::string blocksText(const std::vector<family::LayerBlock>& blocks, const LayerNumbers& numbers) {
    std::vector<std::string> texts;
    texts.reserve(blocks.size());
    for (const family::LayerBlock& block : blocks) {
        const int first = numbers.of(block.first);
        texts.push_back(block.first == block.last ? fmt::format("{}", first)
                                                  : fmt::format("{}\u2013{}", first, numbers.of(block.last)));
    }
    return fmt::format("{}", fmt::join(texts, ", "));
}

std::string familyText(const quantities::AnchorView& view) {
    const family::HeadFamily* head = headFamilyOf(view);
    if (head == nullptr) {
        return {};
    }
    const artifact::ArtifactShape& shape = view.shape();
    const LayerNumbers& numbers = view.layerNumbers();
    const auto layers = static_cast<int>(head->present.size());
    const double deviation = 1.0 / shape.hiddenSize / (view.head ? 1.0 : std::sqrt(shape.heads));
    std::string text;
    if (const auto& operators = head->dimension.operatorsFor90Percent) {
        std::vector<double> isotropic;
        const auto& references = view.head ? view.family->isotropicOfHead : view.family->isotropicOfMean;
        std::ranges::transform(references, std::back_inserter(isotropic), &evidence::Reference::mean);
        const auto ofIsotropic = family::eigenvaluesFor(isotropic, 0.9);
        text +=
            fmt::format("{} operator{} of {} hold{} 90 %{}; participation ratio {} (isotropic {}). ",
                        *operators, *operators == 1 ? "" : "s", layers, *operators == 1 ? "s" : "",
                        ofIsotropic && layers == shape.layers ? fmt::format(" (isotropic {})", *ofIsotropic)
                                                              : std::string(),
                        shortNumber(head->dimension.participationRatio),
                        shortNumber(family::isotropicParticipationRatio(layers, deviation)));
    } else {
        text += "There are no operators. ";
    }
    if (head->depth.blocks.size() > 1) {
        text += fmt::format("{} depth blocks: {}. ", head->depth.blocks.size(),
                            blocksText(head->depth.blocks, numbers));
    } else {
        text += "No depth blocks: the order of the layers says no more than chance. ";
    }
    if (head->bestAnchor) {
        text += fmt::format("Best anchor: layer {}, mean C\u00b2 to the others {}.",
                            numbers.of(*head->bestAnchor), shortNumber(head->bestAnchorRSquared));
    }
    while (!text.empty() && text.back() == ' ') {
        text.pop_back();
    }
    return text;
}

std::string suggestionText(const family::Suggestion& suggestion, const LayerNumbers& numbers) {
    return fmt::format("Layer {} adds {} to the mean R\u00b2 of the others (by choosing alone {} \u00b1 {}).",
                       numbers.of(suggestion.step.layer), shortNumber(suggestion.step.gain),
                       shortNumber(suggestion.chance.gain.mean),
                       shortNumber(suggestion.chance.gain.deviation));
}

} // namespace sextant::figures
