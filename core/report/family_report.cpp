// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/family_report.h"

#include "core/analysis/mean.h"
#include "core/family/anchor_span.h"
#include "core/report/exact_number.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string_view>

namespace sextant::report {
namespace {

using family::Family;
using family::HeadFamily;

std::string numberOrNull(double value) {
    return std::isfinite(value) ? exactNumber(value) : "null";
}

template <typename Index>
std::string indexOrNull(const std::optional<Index>& index) {
    return index ? fmt::format("{}", index->value) : "null";
}

/// Appends an entry to a list whose entries are separated by commas.
void append(std::string& list, std::string_view entry) {
    if (!list.empty()) {
        list += ',';
    }
    list += entry;
}

/// `[a,b,...]` of what `text` makes of each.
template <typename Values, typename Text>
std::string listOf(const Values& values, const Text& text) {
    std::string list;
    for (const auto& value : values) {
        append(list, text(value));
    }
    return fmt::format("[{}]", list);
}

std::string headJson(const HeadFamily& head, int layers) {
    std::vector<double> eigenvalues = head.dimension.eigenvalues;
    eigenvalues.resize(static_cast<std::size_t>(layers), analysis::kMissing);
    const std::optional<int>& operators = head.dimension.operatorsFor90Percent;
    const auto block = [](const family::LayerBlock& one) {
        return fmt::format("[{},{}]", one.first.value, one.last.value);
    };
    return fmt::format("{{\"eigenvalues\":{},\"participation_ratio\":{},\"operators_for_90_percent\":{},"
                       "\"blocks\":{},\"blocks_share\":{},\"best_anchor\":{},\"best_anchor_r_squared\":{}}}",
                       listOf(eigenvalues, numberOrNull), numberOrNull(head.dimension.participationRatio),
                       operators ? fmt::format("{}", *operators) : "null", listOf(head.depth.blocks, block),
                       numberOrNull(head.depth.blocks.empty() ? analysis::kMissing : head.depth.share),
                       indexOrNull(head.bestAnchor),
                       numberOrNull(head.bestAnchor ? head.bestAnchorRSquared : analysis::kMissing));
}

std::string greedyJson(const Family& family) {
    std::string list;
    for (std::size_t i = 0; i < family.greedy.size(); ++i) {
        const family::GreedyStep& step = family.greedy[i];
        const family::ChanceStep chance = i < family.chance.size() ? family.chance[i] : family::ChanceStep{};
        list += fmt::format("{}\n{{\"layer\":{},\"gain\":{},\"gain_by_chance\":{},\"gain_by_chance_sd\":{},"
                            "\"r_squared\":{},\"mean_residual\":{}}}",
                            i > 0 ? "," : "", step.layer.value, numberOrNull(step.gain),
                            numberOrNull(chance.gain.mean), numberOrNull(chance.gain.deviation),
                            numberOrNull(step.rSquared), numberOrNull(step.meanResidual));
    }
    return list;
}

std::string referenceJson(const std::vector<evidence::Reference>& references) {
    return fmt::format(
        "{{\"mean\":{},\"sd\":{}}}",
        listOf(references, [](const evidence::Reference& one) { return numberOrNull(one.mean); }),
        listOf(references, [](const evidence::Reference& one) { return numberOrNull(one.deviation); }));
}

void writeSpan(std::ostream& out, const ReportSource& source) {
    const artifact::ArtifactShape& shape = source.tables->artifact->shape();
    const std::vector<double> residuals = family::spanResiduals(source.tables->operatorCosine, source.span);
    const auto heads = static_cast<std::size_t>(shape.heads);
    std::string means;
    std::string rows;
    for (std::size_t at = 0; at < residuals.size(); at += heads) {
        const std::span<const double> row(residuals.data() + at, heads);
        append(means, numberOrNull(analysis::meanOfPresent(row).value));
        append(rows, listOf(row, numberOrNull));
    }
    const evidence::Reference reference =
        family::isotropicSpanResidual(static_cast<int>(source.span.size()), shape.hiddenSize, shape.heads);
    out << fmt::format("{{\"anchors\":{},\"residual\":{{\"mean_over_heads\":[{}],\"per_layer_head\":[{}],"
                       "\"isotropic\":{{\"mean\":{},\"sd\":{}}}}}}}",
                       listOf(source.span, [](LayerIndex layer) { return fmt::format("{}", layer.value); }),
                       means, rows, numberOrNull(reference.mean), numberOrNull(reference.deviation));
}

/// Which block a layer lies in, counted from 0.
std::optional<std::size_t> blockOf(const HeadFamily& head, LayerIndex layer) {
    for (std::size_t i = 0; i < head.depth.blocks.size(); ++i) {
        if (head.depth.blocks[i].first <= layer && layer <= head.depth.blocks[i].last) {
            return i;
        }
    }
    return std::nullopt;
}

std::string headCells(const HeadFamily& head, LayerIndex layer) {
    const auto l = static_cast<std::size_t>(layer.value);
    const std::vector<double>& eigenvalues = head.dimension.eigenvalues;
    const std::optional<int>& operators = head.dimension.operatorsFor90Percent;
    const std::optional<std::size_t> block = blockOf(head, layer);
    return fmt::format(
        ",{},{},{},{}", exactNumber(l < eigenvalues.size() ? eigenvalues[l] : analysis::kMissing),
        exactNumber(head.dimension.participationRatio), operators ? fmt::format("{}", *operators) : "",
        block ? fmt::format("{}", *block) : "");
}

/// The greedy choice of this layer, where it is among them; for the line of the mean.
std::string greedyCells(const Family& family, LayerIndex layer) {
    const auto step = std::ranges::find(family.greedy, layer, &family::GreedyStep::layer);
    const auto rank = static_cast<std::size_t>(step - family.greedy.begin());
    if (step == family.greedy.end() || rank >= family.chance.size()) {
        return ",,,";
    }
    return fmt::format(",{},{},{}", rank, exactNumber(step->gain),
                       exactNumber(family.chance[rank].gain.mean));
}

} // namespace

void writeFamily(std::ostream& out, const ReportSource& source) {
    out << "\"family\":";
    if (source.family) {
        const Family& family = *source.family;
        out << "{\"per_head\":[";
        for (std::size_t h = 0; h < family.heads.size(); ++h) {
            out << (h > 0 ? ",\n" : "\n") << headJson(family.heads[h], family.shape.layers);
        }
        out << "],\n\"mean\":" << headJson(family.ofMean, family.shape.layers)
            << ",\n\"isotropic_eigenvalues\":" << referenceJson(family.isotropicOfHead)
            << ",\n\"greedy_anchors\":[" << greedyJson(family) << "]}";
    } else {
        out << "null";
    }
    out << ",\n\"span\":";
    if (source.span.empty()) {
        out << "null";
    } else {
        writeSpan(out, source);
    }
}

FamilyColumns::FamilyColumns(const ReportSource& source) : source_(source) {
    if (!source.span.empty()) {
        residuals_ = family::spanResiduals(source.tables->operatorCosine, source.span);
    }
}

std::string FamilyColumns::header() const {
    std::string names;
    if (source_.family) {
        names = ",family.eigenvalue,family.participation_ratio,family.operators_for_90_percent,family.block,"
                "family.greedy_rank,family.greedy_gain,family.greedy_gain_by_chance";
    }
    return names + (residuals_.empty() ? "" : ",span_residual");
}

std::string FamilyColumns::cells(LayerIndex layer, HeadSelection head) const {
    std::string line;
    if (source_.family) {
        const Family& family = *source_.family;
        const HeadFamily& shown = head ? family.heads[static_cast<std::size_t>(head->value)] : family.ofMean;
        line = headCells(shown, layer) + (head ? ",,," : greedyCells(family, layer));
    }
    if (!residuals_.empty()) {
        const auto heads = static_cast<std::size_t>(source_.tables->artifact->shape().heads);
        const std::span<const double> row(residuals_.data() + static_cast<std::size_t>(layer.value) * heads,
                                          heads);
        line += ',' + exactNumber(head ? row[static_cast<std::size_t>(head->value)]
                                       : analysis::meanOfPresent(row).value);
    }
    return line;
}

std::string spanText(const ReportSource& source) {
    if (source.span.empty()) {
        return {};
    }
    const artifact::ArtifactShape& shape = source.tables->artifact->shape();
    std::string anchors;
    for (const LayerIndex anchor : source.span) {
        anchors += fmt::format("{}{}", anchors.empty() ? "" : ", ", anchor.value);
    }
    const evidence::Reference reference =
        family::isotropicSpanResidual(static_cast<int>(source.span.size()), shape.hiddenSize, shape.heads);
    std::string text =
        fmt::format("\n=== Residual to the span of anchors L={} (mean over {} heads) ===\n"
                    "  isotropic: {:.6f}, standard deviation {:.6f}\n  {:>3} {:>10}\n",
                    anchors, shape.heads, reference.mean, reference.deviation, "L", "mean_resid");
    const std::vector<double> residuals = family::spanResiduals(source.tables->operatorCosine, source.span);
    const auto heads = static_cast<std::size_t>(shape.heads);
    for (std::size_t l = 0; l * heads < residuals.size(); ++l) {
        const double mean =
            analysis::meanOfPresent(std::span<const double>(residuals.data() + l * heads, heads)).value;
        text += fmt::format("  {:>3} {:>10.4f}\n", l, std::isnan(mean) ? analysis::kMissing : mean);
    }
    return text;
}

} // namespace sextant::report
