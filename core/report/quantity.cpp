// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/quantity.h"

#include <fmt/format.h>

#include <cmath>

namespace sextant::report {
namespace {

void addOperator(std::vector<Quantity>& list, const analysis::AlignmentTables& tables, LayerIndex a) {
    const artifact::LayerPairTable& gram = tables.artifact->grams->gram;
    const artifact::LayerPairTable& cosine = tables.operatorCosine;
    list.push_back({"gram", "<g[l,h], g[a,h]>_F, as stored", [&gram, a](LayerIndex l, HeadIndex h) {
                        const double value = gram(l, a, h);
                        return std::isfinite(value) ? value : std::nan(""); // missing, for its mean too
                    }});
    list.push_back({"operator_cosine", "C = gram / (||g[l,h]|| ||g[a,h]||), in [-1, 1]",
                    [&cosine, a](LayerIndex l, HeadIndex h) { return cosine(l, a, h); }});
    list.push_back({"operator_residual", "sqrt(1 - C^2), in [0, 1]",
                    [&cosine, a](LayerIndex l, HeadIndex h) { return analysis::residual(cosine(l, a, h)); }});
    list.push_back({"operator_scale", "T_opt = gram / ||g[a,h]||^2",
                    [&gram, a](LayerIndex l, HeadIndex h) { return analysis::scale(gram, l, a, h); }});
}

void addSpectrum(std::vector<Quantity>& list, const analysis::SpectralAlignment& spectrum, LayerIndex a) {
    list.push_back({"spectral_cosine",
                    "S = <|e_l|, |e_a|> / (||e_l|| ||e_a||) of the sorted magnitudes, in [0, 1]",
                    [&spectrum, a](LayerIndex l, HeadIndex h) { return spectrum.cosine(l, a, h); }});
    list.push_back(
        {"spectral_residual", "sqrt(1 - S^2), in [0, 1]",
         [&spectrum, a](LayerIndex l, HeadIndex h) { return analysis::residual(spectrum.cosine(l, a, h)); }});
    list.push_back({"spectral_scale", "T_spec = <|e_l|, |e_a|> / ||e_a||^2",
                    [&spectrum, a](LayerIndex l, HeadIndex h) { return spectrum.scale(l, a, h); }});
}

void addSigns(std::vector<Quantity>& list, const analysis::SignAgreementTable& signs, LayerIndex a) {
    for (std::size_t c = 0; c < signs.counts().size(); ++c) {
        const int top = signs.counts()[c];
        list.push_back({fmt::format("sign_agreement_{}", top),
                        fmt::format("share of the leading {} eigenvalues whose sign is the anchor's", top),
                        [&signs, c, a](LayerIndex l, HeadIndex h) { return signs.agreement(c, l, a, h); }});
        list.push_back(
            {fmt::format("sign_chance_{}", top),
             "what independent signs with these positive shares would show: p_l p_a + (1-p_l)(1-p_a)",
             [&signs, c, a](LayerIndex l, HeadIndex h) { return signs.chance(c, l, a, h); }});
        list.push_back({fmt::format("positive_share_{}", top),
                        fmt::format("share of positive values among the leading {} eigenvalues", top),
                        [&signs, c](LayerIndex l, HeadIndex h) { return signs.positiveShare(c, l, h); }});
    }
    list.push_back({"positive_share_all",
                    "share of positive values among all 2r eigenvalues; 0.5 at full column rank",
                    [&signs](LayerIndex l, HeadIndex h) { return signs.positiveShareOfAll(l, h); }});
}

void addAngles(std::vector<Quantity>& list, const angles::AngleRow& row,
               const artifact::ArtifactShape& shape) {
    list.push_back({"principal_cosine_mean",
                    "mean cosine of the principal angles to the anchor's span, in [0, 1]",
                    [&row](LayerIndex l, HeadIndex h) { return row.at(l, h).meanCosine; }});
    list.push_back({"principal_cosine_min", "cosine of the largest principal angle, in [0, 1]",
                    [&row](LayerIndex l, HeadIndex h) { return row.at(l, h).smallestCosine; }});
    list.push_back({"first_overlap", "squared inner product of the two first directions, as stored",
                    [&row](LayerIndex l, HeadIndex h) { return row.at(l, h).firstOverlap; }});
    list.push_back({"direction_rank",
                    "dimension of span(eig_dirs[l,h]); below topk the directions are dependent",
                    [&row, heads = shape.heads](LayerIndex l, HeadIndex h) {
                        const int rank = row.ranks[static_cast<std::size_t>(l.value) * heads + h.value];
                        return rank == angles::kMissingRank ? std::nan("") : static_cast<double>(rank);
                    }});
}

} // namespace

std::vector<Quantity> quantitiesOf(const analysis::AlignmentTables& tables, const angles::AngleRow* angles,
                                   LayerIndex anchor) {
    std::vector<Quantity> list;
    addOperator(list, tables, anchor);
    if (tables.spectrum) {
        addSpectrum(list, *tables.spectrum, anchor);
    }
    if (tables.signs) {
        addSigns(list, *tables.signs, anchor);
    }
    if (angles != nullptr) {
        addAngles(list, *angles, tables.artifact->shape());
    }
    return list;
}

std::string exactNumber(double value) {
    return std::isfinite(value) ? fmt::format("{:.17g}", value) : std::string();
}

} // namespace sextant::report
