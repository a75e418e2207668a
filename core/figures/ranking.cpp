// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/ranking.h"

#include "core/figures/map_figures.h"
#include "core/figures/number_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace sextant::figures {
namespace {

Ranking describedBy(const MatrixFigure& figure) {
    Ranking ranking;
    ranking.title = figure.quantity;
    ranking.valueName = figure.valueName;
    ranking.referenceName = figure.referenceName;
    ranking.note = figure.message.empty() ? figure.referenceNote : figure.message;
    ranking.ofPairs = figure.rowsAreLayers;
    ranking.numbers = figure.numbers;
    return ranking;
}

/// The cell's numbers; its place is filled in by the caller.
RankedCell numbersOf(const MatrixFigure& figure, int row, int column) {
    RankedCell cell;
    cell.value = figure.at(row, column);
    if (!figure.z.empty()) {
        const auto at = static_cast<std::size_t>(row) * static_cast<std::size_t>(figure.columns) +
                        static_cast<std::size_t>(column);
        cell.reference = figure.references[at].mean;
        cell.deviation = figure.references[at].deviation;
        cell.z = figure.z[at];
        cell.standsOut = figure.standsOut[at];
    }
    return cell;
}

HeadSelection strongestHead(const artifact::LayerPairTable& cosine, LayerIndex l, LayerIndex m) {
    HeadSelection strongest;
    double largest = -1.0;
    for (HeadIndex h; h.value < cosine.heads(); ++h.value) {
        const double magnitude = std::abs(cosine(l, m, h));
        if (magnitude > largest) { // not where it is NaN
            largest = magnitude;
            strongest = h;
        }
    }
    return strongest;
}

double keyOf(const RankedCell& cell, RankOrder order) {
    switch (order) {
    case RankOrder::Value:
        return cell.value;
    case RankOrder::Z:
        return cell.z;
    case RankOrder::Departure:
        return std::abs(cell.departure());
    case RankOrder::Place:
        break;
    }
    return 0.0;
}

bool passes(const RankedCell& cell, const RankFilter& filter) {
    const bool layer = !filter.layer || cell.layer == *filter.layer || cell.other == filter.layer;
    return layer && (!filter.head || cell.other || cell.head == filter.head);
}

} // namespace

Ranking rankedPairs(const quantities::AnchorView& view) {
    const MatrixFigure figure = heatmapFigure(view, {.faded = false});
    Ranking ranking = describedBy(figure);
    for (LayerIndex l; l.value < figure.rows; ++l.value) {
        for (LayerIndex m{l.value + 1}; m.value < figure.columns; ++m.value) {
            RankedCell cell = numbersOf(figure, l.value, m.value);
            if (std::isfinite(cell.value)) {
                cell.layer = l;
                cell.other = m;
                cell.head = view.head ? view.head : strongestHead(view.tables->operatorCosine, l, m);
                ranking.cells.push_back(cell);
            }
        }
    }
    return ranking;
}

Ranking rankedHeads(const quantities::AnchorView& view, MapQuantity quantity, int signTop) {
    const MatrixFigure figure = headMapFigure(view, {.heads = quantity, .faded = false}, signTop);
    Ranking ranking = describedBy(figure);
    for (LayerIndex layer; layer.value < figure.columns; ++layer.value) {
        for (HeadIndex head; head.value < figure.rows; ++head.value) {
            RankedCell cell = numbersOf(figure, head.value, layer.value);
            if (std::isfinite(cell.value) && !figure.isOwn(head.value, layer.value)) {
                cell.layer = layer;
                cell.head = head;
                ranking.cells.push_back(cell);
            }
        }
    }
    return ranking;
}

std::vector<std::size_t> ordered(const Ranking& ranking, RankOrder order, bool ascending,
                                 const RankFilter& filter) {
    std::vector<std::size_t> places;
    std::vector<double> keys;
    keys.reserve(ranking.cells.size());
    for (std::size_t i = 0; i < ranking.cells.size(); ++i) {
        keys.push_back(keyOf(ranking.cells[i], order));
        if (passes(ranking.cells[i], filter)) {
            places.push_back(i);
        }
    }
    if (order == RankOrder::Place) {
        if (!ascending) {
            std::ranges::reverse(places);
        }
        return places;
    }
    std::ranges::stable_sort(places, [&](std::size_t a, std::size_t b) {
        if (std::isnan(keys[a]) || std::isnan(keys[b])) {
            return !std::isnan(keys[a]) && std::isnan(keys[b]);
        }
        return ascending ? keys[a] < keys[b] : keys[a] > keys[b];
    });
    return places;
}

const char* standingOf(const RankedCell& cell) {
    if (std::isnan(cell.z)) {
        return "";
    }
    return !cell.standsOut ? "within" : cell.z > 0.0 ? "above" : "below";
}

std::string toText(const Ranking& ranking, const std::vector<std::size_t>& places) {
    const bool compared = !ranking.referenceName.empty();
    std::string text = fmt::format("layer\t{}\t{}", ranking.ofPairs ? "other layer\tstrongest head" : "head",
                                   ranking.valueName);
    text += compared ? fmt::format("\t{}\tSD\tz\tdeparture\tstanding\n", ranking.referenceName) : "\n";
    for (const std::size_t place : places) {
        const RankedCell& cell = ranking.cells[place];
        text += fmt::format("{}", ranking.numbers.of(cell.layer));
        if (cell.other) {
            text += fmt::format("\t{}", ranking.numbers.of(*cell.other));
        }
        text += fmt::format("\t{}\t{}", cell.head ? fmt::format("{}", cell.head->value) : std::string(),
                            shortestNumber(cell.value));
        if (compared) {
            text += fmt::format("\t{}\t{}\t{}\t{}\t{}", shortestNumber(cell.reference),
                                shortestNumber(cell.deviation), shortestNumber(cell.z),
                                shortestNumber(cell.departure()), standingOf(cell));
        }
        text += '\n';
    }
    return text;
}

} // namespace sextant::figures
