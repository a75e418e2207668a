// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/map_figures.h"

#include "core/figures/alignment_figures.h"
#include "core/figures/family_figures.h"
#include "core/quantities/judged_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sextant::figures {
namespace {

/// Neutral at 0, at what is neither alike nor unlike, or at what unrelated operators leave.
void setScale(MatrixFigure& figure, MapQuantity quantity) {
    switch (quantity) {
    case MapQuantity::Cosine:
    case MapQuantity::SignedSpectralCosine:
        break;
    case MapQuantity::RSquared:
        figure.scale.shown = {0.0, 1.0};
        break;
    case MapQuantity::SpectralCosine:
    case MapQuantity::MeanAngle:
        figure.scale.shown = {0.0, 1.0};
        figure.neutralByChance = true;
        break;
    case MapQuantity::Residual:
        figure.scale = {1.0, 1.0, {0.0, 1.0}};
        figure.neutralByChance = true;
        break;
    case MapQuantity::SignAgreement:
    case MapQuantity::SymmetricShare:
        figure.scale = {0.5, 0.5, {0.0, 1.0}};
        figure.neutralByChance = true;
        break;
    case MapQuantity::MatchingIndex:
        figure.alwaysFitted = true;
        break;
    }
}

std::string fadedNote(const MatrixFigure& figure, const char* phrase) {
    const auto pale = std::ranges::count(figure.faded, true);
    if (pale == 0) {
        return {};
    }
    const bool all = std::ranges::none_of(figure.standsOut, [](bool stands) { return stands; });
    return all ? fmt::format("pale: within {} (here, every cell)", phrase)
               : fmt::format("pale: within {}; at most 5 % of the rest by chance", phrase);
}

/// Hands the judged map over; cell (row, column) of the figure is `cellOf(row, column)` of the map.
template <typename CellOf>
void take(MatrixFigure& figure, const quantities::JudgedMap& map, const MapLook& look, const CellOf& cellOf) {
    const std::size_t cells =
        static_cast<std::size_t>(figure.rows) * static_cast<std::size_t>(figure.columns);
    figure.values.reserve(cells);
    for (int row = 0; row < figure.rows; ++row) {
        for (int column = 0; column < figure.columns; ++column) {
            const std::size_t cell = cellOf(row, column);
            figure.values.push_back(map.value[cell]);
            if (map.isKnown()) {
                figure.references.push_back(map.references[cell]);
                figure.z.push_back(map.z[cell]);
                figure.standsOut.push_back(map.standsOut[cell]);
                figure.faded.push_back(look.faded && !std::isnan(map.z[cell]) && !map.standsOut[cell]);
            }
        }
    }
    const quantities::ShownReference& shown = map.reference;
    if (map.isKnown()) {
        figure.referenceName = evidence::labelOf(shown.kind);
        figure.fadedNote = fadedNote(figure, evidence::phraseOf(shown.kind));
        figure.colouredByZ = look.colours == MapColours::Z;
    }
    if (!map.isKnown() || shown.whyNot) {
        const char* reason = evidence::shortReasonOf(shown.whyNot.value_or(evidence::WhyNot::NothingKnown));
        figure.referenceNote =
            map.isKnown() ? fmt::format("compared with {}, as {}", evidence::labelOf(shown.kind), reason)
                          : fmt::format("no reference, as {}", reason);
    }
}

} // namespace

const char* nameOf(MapQuantity quantity) {
    return rowOf(quantity).menuName;
}

std::string meaningOf(MapQuantity quantity) {
    return quantity == MapQuantity::RSquared ? "Squared cosine: the share of a layer's squared norm that a "
                                               "multiple of the anchor's operator explains."
                                             : quantities::meaningOf(quantities::keyOf(quantity, 0));
}

std::string whyNotShown(const quantities::AnchorView& view, MapQuantity quantity) {
    const quantities::QuantityKey key = quantities::keyOf(quantity, shownSignTop(view, 8));
    if (view.quantities.has(key)) {
        return {};
    }
    std::string reason = missingTensorsReason(view);
    if (!reason.empty()) {
        return reason;
    }
    if (quantities::quantity(key.id).source != quantities::Source::Directions) {
        return "There are too few eigenvalues to compare.";
    }
    return view.anglesAwaited ? "Principal angles to this anchor are being computed."
                              : "Principal angles to this anchor were not computed.";
}

MatrixFigure heatmapFigure(const quantities::AnchorView& view, const MapLook& look) {
    MatrixFigure figure;
    figure.quantity = "Operator cosine of every pair of layers";
    figure.context = contextOf(view);
    figure.heads = view.head                 ? fmt::format("head {}", view.head->value)
                   : view.shape().heads == 1 ? "one head"
                                             : "mean over heads";
    figure.meaning = meaningOf(MapQuantity::Cosine);
    figure.scaleLabel = "Operator cosine";
    figure.rows = figure.columns = view.shape().layers;
    figure.anchor = view.anchor;
    figure.numbers = view.layerNumbers();
    if (const family::HeadFamily* head = headFamilyOf(view)) {
        figure.blocks = head->depth.blocks;
    }
    take(figure, quantities::judgedLayers(view), look, [&](int row, int column) {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(figure.columns) +
               static_cast<std::size_t>(column);
    });
    return figure;
}

MatrixFigure headMapFigure(const quantities::AnchorView& view, const MapLook& look, int signTop) {
    const MapQuantity quantity = look.heads;
    const MapQuantityRow& text = rowOf(quantity);
    MatrixFigure figure;
    figure.quantity = text.title;
    figure.valueName = text.readOut;
    figure.meaning = meaningOf(quantity);
    figure.scaleLabel = text.scale;
    figure.rowsAreLayers = false;
    figure.ofPairs = text.ofAnchor;
    figure.context = figure.ofPairs ? fmt::format("anchor layer {}", view.anchorNumber())
                                    : fmt::format("{} layers", view.shape().layers);
    figure.anchor = view.anchor;
    figure.numbers = view.layerNumbers();
    figure.markedRow = view.head ? std::optional(view.head->value) : std::nullopt;
    setScale(figure, quantity);
    figure.message = whyNotShown(view, quantity);
    if (!figure.message.empty()) {
        return figure;
    }
    const int top = shownSignTop(view, signTop);
    if (quantity == MapQuantity::SignAgreement) {
        figure.quantity =
            fmt::format("Sign agreement of every head's {} leading eigenvalues with the anchor", top);
        figure.meaning = quantities::meaningOf(quantities::keyOf(quantity, top));
    }
    figure.rows = view.shape().heads;
    figure.columns = view.shape().layers;
    // The judged map has one row per layer; here layers run along the shared horizontal axis.
    take(figure, quantities::judgedHeads(view, quantity, top), look, [&](int row, int column) {
        return static_cast<std::size_t>(column) * static_cast<std::size_t>(figure.rows) +
               static_cast<std::size_t>(row);
    });
    return figure;
}

} // namespace sextant::figures
