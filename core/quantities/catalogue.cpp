// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantities/catalogue.h"

#include "core/analysis/layer_series.h"
#include "core/base/enum_rows.h"
#include "core/quantities/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace sextant::quantities {
namespace {

constexpr Range kShare{0.0, 1.0};
constexpr Range kCosine{-1.0, 1.0};
constexpr Range kCount{0.0};
constexpr Range kOpen{};

// clang-format off
constexpr std::array kCatalogue = {
    Quantity{.id = QuantityId::Gram, .name = "gram", .label = "gram", .shortLabel = "gram",
             .meaning = "Inner product of a layer's operator with the anchor's, as stored.",
             .formula = "<g[l,h], g[a,h]>_F",
             .source = Source::Grams, .range = kOpen, .value = values::gram},
    Quantity{.id = QuantityId::OperatorCosine, .name = "operator_cosine", .label = "cosine", .shortLabel = "cosine",
             .meaning = "How alike a layer's operator is to the anchor's, whatever their sizes.",
             .formula = "C = <g[l,h], g[a,h]>_F / (||g[l,h]|| ||g[a,h]||)",
             .source = Source::Grams, .range = kCosine, .spread = true,
             .value = values::operatorCosine, .chance = values::operatorCosineByChance},
    Quantity{.id = QuantityId::OperatorResidual, .name = "operator_residual", .label = "residual", .shortLabel = "residual",
             .meaning = "Relative norm of what remains of the layer's operator after subtracting the closest multiple of the anchor's.",
             .formula = "sqrt(1 - C^2)",
             .source = Source::Grams, .range = kShare, .spread = true, .value = values::operatorResidual},
    Quantity{.id = QuantityId::OperatorScale, .name = "operator_scale", .label = "scale T", .shortLabel = "T",
             .meaning = "The multiple of the anchor's operator that comes closest to the layer's.",
             .formula = "T_opt = <g[l,h], g[a,h]>_F / ||g[a,h]||^2",
             .source = Source::Grams, .range = kOpen, .spread = true, .value = values::operatorScale},
    Quantity{.id = QuantityId::SpectralCosine, .name = "spectral_cosine", .label = "spectral cosine S", .shortLabel = "S",
             .meaning = "How alike the sorted eigenvalue magnitudes of two layers are.",
             .formula = "S = <|e_l|, |e_a|> / (||e_l|| ||e_a||)",
             .source = Source::Eigenvalues, .range = kShare, .spread = true,
             .value = values::spectralCosine, .chance = values::spectralCosineByChance},
    Quantity{.id = QuantityId::SpectralResidual, .name = "spectral_residual", .label = "spectral residual", .shortLabel = "spectral residual",
             .meaning = "Relative norm of what remains of the layer's spectrum after subtracting the closest multiple of the anchor's.",
             .formula = "sqrt(1 - S^2)",
             .source = Source::Eigenvalues, .range = kShare, .spread = true, .value = values::spectralResidual},
    Quantity{.id = QuantityId::SpectralScale, .name = "spectral_scale", .label = "spectral scale T", .shortLabel = "spectral T",
             .meaning = "The multiple of the anchor's spectrum that comes closest to the layer's.",
             .formula = "T_spec = <|e_l|, |e_a|> / ||e_a||^2",
             .source = Source::Eigenvalues, .range = kOpen, .spread = true, .value = values::spectralScale},
    Quantity{.id = QuantityId::SpectralFloor, .name = "spectral_floor", .label = "smallest possible S", .shortLabel = "floor",
             .meaning = "The smallest S that two sorted spectra with these sums can have.",
             .formula = "sum |e_l| sum |e_a| / (2r ||e_l|| ||e_a||)",
             .source = Source::Eigenvalues, .range = kShare, .value = values::spectralFloor},
    Quantity{.id = QuantityId::SignedSpectralCosine, .name = "signed_spectral_cosine", .label = "signed spectral cosine", .shortLabel = "signed S",
             .meaning = "The largest cosine that the symmetric parts can reach by turning one of them.",
             .formula = "<sort e_l, sort e_a> / (||e_l|| ||e_a||)",
             .source = Source::Eigenvalues, .range = kCosine, .spread = true, .value = values::signedSpectralCosine},
    Quantity{.id = QuantityId::SingularValueCosine, .name = "singular_value_cosine", .label = "singular-value cosine", .shortLabel = "S_sv",
             .meaning = "The largest cosine that two operators with these singular values can have.",
             .formula = "S_sv = <s_l, s_a> / (||s_l|| ||s_a||)",
             .source = Source::SingularValues, .range = kShare, .spread = true, .value = values::singularValueCosine},
    Quantity{.id = QuantityId::ReachedCosine, .name = "reached_cosine", .label = "reached cosine C / S_sv", .shortLabel = "C / S_sv",
             .meaning = "The cosine as a share of the largest that the singular values allow.",
             .formula = "C / S_sv",
             .source = Source::SingularValues, .range = kCosine, .spread = true, .value = values::reachedCosine},
    Quantity{.id = QuantityId::SymmetricShare, .name = "symmetric_share", .label = "symmetric share", .shortLabel = "symmetric share",
             .meaning = "Share of the operator's squared norm that its symmetric part holds.",
             .formula = "sum e_l^2 / ||g[l,h]||^2",
             .source = Source::Eigenvalues, .range = kCount, .value = values::symmetricShare},
    Quantity{.id = QuantityId::MatchingIndex, .name = "matching_index", .label = "matching index", .shortLabel = "matching index",
             .meaning = "How strongly the head matches a token with itself; standard normal for unrelated W_K and W_Q.",
             .formula = "tau = sqrt(d) sum e_l / ||g[l,h]||",
             .source = Source::Eigenvalues, .range = kOpen, .value = values::matchingIndex},
    Quantity{.id = QuantityId::SignAgreement, .name = "sign_agreement_{k}", .label = "sign agreement", .shortLabel = "agreement",
             .meaning = "Share of the {k} leading eigenvalues whose sign is the anchor's.",
             .formula = "mean over i < {k} of [sign e_l[i] = sign e_a[i]]",
             .source = Source::Eigenvalues, .range = kShare, .ofLeading = true, .spread = true,
             .value = values::signAgreement, .chance = values::signAgreementByChance},
    Quantity{.id = QuantityId::SignChance, .name = "sign_chance_{k}", .label = "agreement by chance", .shortLabel = "agreement",
             .meaning = "Sign agreement of independent signs with the same positive shares among the leading {k}; zeros agree with zeros.",
             .formula = "mean agreement over all orders of each layer's signs; zeros stay last",
             .source = Source::Eigenvalues, .range = kShare, .ofLeading = true, .value = values::signChance},
    Quantity{.id = QuantityId::PositiveShare, .name = "positive_share_{k}", .label = "positive share, leading {k}", .shortLabel = "positive share",
             .meaning = "Share of positive values among the {k} leading eigenvalues.",
             .formula = "mean over i < {k} of [e_l[i] > 0]",
             .source = Source::Eigenvalues, .range = kShare, .ofLeading = true, .value = values::positiveShare},
    Quantity{.id = QuantityId::PositiveShareOfAll, .name = "positive_share_all", .label = "positive share, all", .shortLabel = "positive share",
             .meaning = "Share of positive values among all 2r eigenvalues; 0.5 unless the rank is deficient.",
             .formula = "mean over i < 2r of [e_l[i] > 0]",
             .source = Source::Eigenvalues, .range = kShare, .value = values::positiveShareOfAll},
    Quantity{.id = QuantityId::MeanPrincipalCosine, .name = "principal_cosine_mean", .label = "mean cosine", .shortLabel = "mean",
             .meaning = "Mean cosine of the principal angles between the leading directions and the anchor's.",
             .formula = "mean of the singular values of Q_l^T Q_a",
             .source = Source::Directions, .range = kShare, .spread = true,
             .value = values::meanPrincipalCosine, .chance = values::meanPrincipalCosineByChance},
    Quantity{.id = QuantityId::SmallestPrincipalCosine, .name = "principal_cosine_min", .label = "smallest cosine", .shortLabel = "smallest",
             .meaning = "Cosine of the largest principal angle between the leading directions and the anchor's.",
             .formula = "smallest singular value of Q_l^T Q_a",
             .source = Source::Directions, .range = kShare, .spread = true,
             .value = values::smallestPrincipalCosine, .chance = values::smallestPrincipalCosineByChance},
    Quantity{.id = QuantityId::FirstOverlap, .name = "first_overlap", .label = "first-direction overlap", .shortLabel = "overlap",
             .meaning = "Squared inner product of the two first directions, as stored.",
             .formula = "<v_l[0], v_a[0]>^2",
             .source = Source::Directions, .range = kShare, .spread = true,
             .value = values::firstOverlap, .chance = values::firstOverlapByChance},
    Quantity{.id = QuantityId::DirectionRank, .name = "direction_rank", .label = "direction rank", .shortLabel = "rank",
             .meaning = "Dimension of the span that is compared; below topk, directions are dependent or beyond the operator's rank.",
             .formula = "dim span(first k_eff of eig_dirs[l,h])",
             .source = Source::Directions, .range = kCount, .value = values::directionRank},
};
// clang-format on
static_assert(hasRowForEach<kCatalogue, &Quantity::id>(),
              "a quantity has no row, or the rows are not in the order of QuantityId");

std::string filledIn(const char* text, int top) {
    return fmt::format(fmt::runtime(text), fmt::arg("k", top));
}

} // namespace

std::span<const Quantity> catalogue() {
    return kCatalogue;
}

const Quantity& quantity(QuantityId id) {
    return kCatalogue[static_cast<std::size_t>(id)];
}

std::vector<QuantityKey> available(const Comparison& comparison) {
    std::vector<QuantityKey> keys;
    for (const Quantity& quantity : kCatalogue) {
        if (!comparison.has(quantity.source)) {
            continue;
        }
        if (!quantity.ofLeading) {
            keys.push_back({quantity.id});
            continue;
        }
        for (const int top : comparison.tables.signs->counts()) {
            keys.push_back({quantity.id, top});
        }
    }
    return keys;
}

double valueOf(const QuantityKey& key, const Comparison& comparison, LayerIndex layer, HeadIndex head) {
    return quantity(key.id).value(comparison, key.top, layer, head);
}

double meanOverHeads(const QuantityKey& key, const Comparison& comparison, LayerIndex layer) {
    const auto value = quantity(key.id).value;
    return analysis::headMean(comparison.shape(), layer,
                              [&](LayerIndex l, HeadIndex h) { return value(comparison, key.top, l, h); });
}

ChanceLevel chanceOf(const QuantityKey& key, const Comparison& comparison, LayerIndex layer, HeadIndex head) {
    const Quantity& described = quantity(key.id);
    return described.chance == nullptr ? ChanceLevel{} : described.chance(comparison, key.top, layer, head);
}

std::string nameOf(const QuantityKey& key) {
    return filledIn(quantity(key.id).name, key.top);
}

std::string labelOf(const QuantityKey& key) {
    return filledIn(quantity(key.id).label, key.top);
}

std::string meaningOf(const QuantityKey& key) {
    return filledIn(quantity(key.id).meaning, key.top);
}

std::string formulaOf(const QuantityKey& key) {
    return filledIn(quantity(key.id).formula, key.top);
}

} // namespace sextant::quantities
