// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/json_keys.h"

#include "core/evidence/why_not.h"
#include "core/quantities/catalogue.h"

#include <fmt/format.h>

#include <array>

namespace sextant::report {
namespace {

constexpr std::array kKeys = {
    JsonKey{"format", "\"sextant-report\""},
    JsonKey{"format_version", "2; readers must ignore unknown keys"},
    JsonKey{"program", "the program and its version"},
    JsonKey{"artifact", "sizes, files, provenance, warnings, and every check of the artifact's integrity"},
    JsonKey{"artifact.layer_numbers",
            "[L] which layer of the model each is; everywhere else in this report layers are counted from 0 "
            "within the artifact"},
    JsonKey{"artifact.norms",
            "whether the gains of a norm are part of the operators: \"folded\", \"not folded\", "
            "\"absent\", or \"unknown\" where the artifact does not say"},
    JsonKey{"artifact.notices", "what the operators leave out, to be read beside every operator cosine"},
    JsonKey{"chance", "levels for unrelated layers of this shape, for one head"},
    JsonKey{"bands", "first layers of the middle and the late band"},
    JsonKey{"head_mean_cosine", "[L][L] operator cosine of every pair of layers, mean over heads"},
    JsonKey{"family", "what the layers share together, from the operator cosines C_h [L][L] of each head"},
    JsonKey{"family.per_head[].eigenvalues",
            "[L] of C_h, decreasing; they sum to L where no operator is zero; null at the end for layers "
            "without data"},
    JsonKey{"family.per_head[].participation_ratio",
            "(sum of eigenvalues)^2 / sum C_h^2: 1 for one operator rescaled, L for orthogonal ones"},
    JsonKey{"family.per_head[].operators_for_90_percent",
            "the fewest eigenvalues that hold 90 % of their sum"},
    JsonKey{"family.per_head[].blocks",
            "first and last layer of each depth block; a single block unless the layer order "
            "scores higher than all 19 shuffled orders; chance alone does that for one head in 20"},
    JsonKey{"family.per_head[].blocks_share",
            "sum over the blocks of the largest eigenvalue of C_h within, divided by the number of layers"},
    JsonKey{"family.per_head[].best_anchor", "the layer with the largest mean C^2 to the others"},
    JsonKey{"family.per_head[].best_anchor_r_squared", "that mean"},
    JsonKey{"family.mean", "the same for head_mean_cosine"},
    JsonKey{"family.isotropic_eigenvalues",
            "[L] mean and sd of one head's eigenvalues for isotropic operators"},
    JsonKey{"family.greedy_anchors[].layer",
            "anchors one by one, each the one that lifts the mean R^2 of the other layers most, all heads"},
    JsonKey{"family.greedy_anchors[].gain", "how much of that mean this anchor adds"},
    JsonKey{"family.greedy_anchors[].gain_by_chance",
            "what choosing alone adds among isotropic operators, mean of 400 draws"},
    JsonKey{"family.greedy_anchors[].gain_by_chance_sd", "its standard deviation over the draws"},
    JsonKey{"family.greedy_anchors[].r_squared", "mean R^2 of the other layers on the anchors so far"},
    JsonKey{"family.greedy_anchors[].mean_residual", "mean of sqrt(1 - R^2) of the same"},
    JsonKey{"span", "all anchors together, when several were named; else null"},
    JsonKey{"span.anchors", "those anchors"},
    JsonKey{
        "span.residual.mean_over_heads",
        "[L] what is left of a layer's operator after the best combination of the anchors', mean over heads"},
    JsonKey{"span.residual.per_layer_head",
            "[L][H] the same for each head: sqrt(1 - c^T C_SS^+ c), c = C[l, S]"},
    JsonKey{"span.residual.isotropic", "mean and sd of mean_over_heads for isotropic operators"},
    JsonKey{"anchors[].anchor", "the layer that all others are compared with, counted from 0"},
    JsonKey{"anchors[].summary.verdict.grade",
            "the reference script's grade; its mean holds the anchor's own 1"},
    JsonKey{"anchors[].summary.verdict.sentence", "the reference script's sentence for that grade"},
    JsonKey{"anchors[].summary.verdict.mean_cosine",
            "mean operator cosine over all layers, the anchor among them"},
    JsonKey{"anchors[].summary.verdict.mean_cosine_without_anchor", "the same over the other layers"},
    JsonKey{"anchors[].summary.verdict.adjacent_mean_cosine", "mean operator cosine of neighbouring layers"},
    JsonKey{"anchors[].summary.verdict.grade_without_anchor", "the grade of mean_cosine_without_anchor"},
    JsonKey{"anchors[].summary.verdict.r_squared",
            "mean of the squared cosine over the other layers and all heads: blind to signs"},
    JsonKey{"anchors[].summary.verdict.r_squared_isotropic", "its mean and sd for isotropic operators"},
    JsonKey{"anchors[].summary.verdict.negative_scale_share",
            "share of the other layers' heads whose scale T is negative"},
    JsonKey{"anchors[].summary.verdict.above_other_heads",
            "whether mean_cosine_without_anchor is more than 3 sd above other heads; null when those are not "
            "known"},
    JsonKey{"anchors[].summary.verdict.finding", "the overall finding, in one sentence"},
    JsonKey{"anchors[].summary.verdict.notice", "artifact.notices in a few words"},
    JsonKey{"anchors[].summary.sign_agreement_by_band",
            "mean sign agreement over bands of layers, for every k'"},
    JsonKey{"anchors[].summary.residual_of_mean_cosine", "[L] sqrt(1 - C^2) of the head-mean cosine"},
    JsonKey{"anchors[].summary.notes", "what was left out of means, and why"},
    JsonKey{
        "anchors[].quantities.{quantity}.mean_over_heads",
        "[L] mean over the heads that have data; all null where the artifact lacks what it is computed from, "
        "such as singular_value_cosine without sing_vals"},
    JsonKey{"anchors[].quantities.{quantity}.per_layer_head", "[L][H]; null = missing"},
    JsonKey{"anchors[].evidence.{quantity}.{reference}.mean",
            "[L] what mean_over_heads would be if the layer or the head did not matter"},
    JsonKey{"anchors[].evidence.{quantity}.{reference}.sd",
            "[L] its standard deviation; null where it is not known"},
    JsonKey{"anchors[].evidence.{quantity}.{reference}.z",
            "[L] (mean_over_heads - mean) / sd; where sd is an estimate from few draws, the normal deviate "
            "that is "
            "as unlikely"},
    JsonKey{"anchors[].evidence.{quantity}.{reference}.why_not",
            "only where the reference is unavailable, with mean, sd and z null: the reason"},
    JsonKey{"quantities.{quantity}", "label, meaning, formula, source and range"},
    JsonKey{"references.{reference}", "what the reference is"},
    JsonKey{"keys", "this list"},
};

} // namespace

std::span<const JsonKey> jsonKeys() {
    return kKeys;
}

std::string jsonKeysText() {
    std::string text = "Keys of the JSON report (L layers, H heads, null = missing):\n";
    for (const JsonKey& key : kKeys) {
        text += fmt::format("  {}\n      {}\n", key.path, key.meaning);
    }
    text += "\nReferences:\n";
    for (const ReferenceKind kind :
         {ReferenceKind::Isotropic, ReferenceKind::SameSpectrum, ReferenceKind::OtherHeads}) {
        text += fmt::format("  {}\n      {}\n", evidence::nameOf(kind), evidence::meaningOf(kind));
    }
    text += "\nQuantities ({k} = 2, 4, 8, ..., 256 leading eigenvalues, up to the number there are):\n";
    for (const quantities::Quantity& quantity : quantities::catalogue()) {
        text += fmt::format("  {}\n      {}  {}\n", quantity.name, quantity.meaning, quantity.formula);
    }
    return text;
}

} // namespace sextant::report
