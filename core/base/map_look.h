// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/enum_rows.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace sextant {

/// What a map of heads shows for every layer and head, in the order in which it is offered.
enum class MapQuantity {
    Cosine,         ///< operator cosine to the anchor
    RSquared,       ///< squared operator cosine
    Residual,       ///< of the operator
    SpectralCosine, ///< S
    SignedSpectralCosine,
    SignAgreement,
    MeanAngle,      ///< mean cosine of the principal angles
    SymmetricShare, ///< of the layer alone
    MatchingIndex   ///< of the layer alone
};

/// How a quantity is named on a map of heads, and where the catalogue has it.
struct MapQuantityRow {
    MapQuantity quantity;
    const char* name;          ///< in settings and on the command line
    const char* catalogueName; ///< of the quantity in the catalogue that it is, or is made of
    const char* menuName;
    const char* title;    ///< of the map
    const char* scale;    ///< beside the colours
    const char* readOut;  ///< in the read-out
    bool ofAnchor = true; ///< else of the layer alone
};

/// A row for each quantity. To add one, add its enumerator and its row; the compiler then asks for its
/// colours in core/figures/map_figures.cpp.
inline constexpr std::array kMapQuantityRows = {
    MapQuantityRow{MapQuantity::Cosine, "cosine", "operator_cosine", "cosine",
                   "Operator cosine of every head to the anchor", "Operator cosine", "cosine"},
    MapQuantityRow{MapQuantity::RSquared, "r_squared", "operator_cosine", "R\u00b2",
                   "R\u00b2 of every head with the anchor", "R\u00b2", "R\u00b2"},
    MapQuantityRow{MapQuantity::Residual, "residual", "operator_residual", "residual",
                   "Operator residual of every head to the anchor", "Operator residual", "residual"},
    MapQuantityRow{MapQuantity::SpectralCosine, "spectral_cosine", "spectral_cosine", "spectral cosine S",
                   "Spectral cosine S of every head to the anchor", "Spectral cosine S", "S"},
    MapQuantityRow{MapQuantity::SignedSpectralCosine, "signed_spectral_cosine", "signed_spectral_cosine",
                   "signed spectral cosine", "Signed spectral cosine of every head to the anchor",
                   "Signed spectral cosine", "signed S"},
    MapQuantityRow{MapQuantity::SignAgreement, "sign_agreement", "sign_agreement_{k}", "sign agreement",
                   "Sign agreement of every head with the anchor", "Sign agreement", "agreement"},
    MapQuantityRow{MapQuantity::MeanAngle, "mean_angle", "principal_cosine_mean", "mean cosine of angles",
                   "Mean cosine of the principal angles of every head to the anchor", "Mean cosine of angles",
                   "mean cosine of angles"},
    MapQuantityRow{MapQuantity::SymmetricShare, "symmetric_share", "symmetric_share", "symmetric share",
                   "Symmetric share of every head", "Symmetric share", "symmetric share", false},
    MapQuantityRow{MapQuantity::MatchingIndex, "matching_index", "matching_index", "matching index",
                   "Matching index of every head", "Matching index", "matching index", false},
};
static_assert(hasRowForEach<kMapQuantityRows, &MapQuantityRow::quantity>(),
              "a quantity of the map has no row, or the rows are out of order");

[[nodiscard]] constexpr const MapQuantityRow& rowOf(MapQuantity quantity) {
    return kMapQuantityRows[static_cast<std::size_t>(quantity)];
}

/// The quantity of that name; where there is none, the first that the catalogue has under it, so that
/// "operator_cosine" is "cosine". Not those of a number of eigenvalues, such as "sign_agreement_8".
[[nodiscard]] constexpr std::optional<MapQuantity> mapQuantityNamed(std::string_view name) {
    const auto* found = std::ranges::find(kMapQuantityRows, name, &MapQuantityRow::name);
    if (found == kMapQuantityRows.end()) {
        found = name.find('{') == std::string_view::npos
                    ? std::ranges::find(kMapQuantityRows, name, &MapQuantityRow::catalogueName)
                    : found;
    }
    return found == kMapQuantityRows.end() ? std::nullopt : std::optional(found->quantity);
}

/// What the colours of a map stand for.
enum class MapColours {
    Value,
    Z ///< how many deviations the value lies from its reference
};

struct MapColoursRow {
    MapColours colours;
    const char* name; ///< in settings and on the command line
};

/// A row for each.
inline constexpr std::array kMapColoursRows = {
    MapColoursRow{MapColours::Value, "value"},
    MapColoursRow{MapColours::Z, "z"},
};
static_assert(hasRowForEach<kMapColoursRows, &MapColoursRow::colours>(),
              "what colours stand for has no row, or the rows are out of order");

[[nodiscard]] constexpr const MapColoursRow& rowOf(MapColours colours) {
    return kMapColoursRows[static_cast<std::size_t>(colours)];
}

/// What is called "value" or "z".
[[nodiscard]] constexpr std::optional<MapColours> mapColoursNamed(std::string_view name) {
    const auto* found = std::ranges::find(kMapColoursRows, name, &MapColoursRow::name);
    return found == kMapColoursRows.end() ? std::nullopt : std::optional(found->colours);
}

/// How many leading eigenvalues are compared unless another number is chosen, k'.
inline constexpr int kDefaultSignTop = 8;

/// How the maps are drawn.
struct MapLook {
    MapQuantity heads = MapQuantity::Cosine; ///< of the map of heads; the map of layers shows cosines
    MapColours colours = MapColours::Value;
    bool faded = true; ///< cells within chance are drawn pale

    friend bool operator==(const MapLook&, const MapLook&) = default;
};

} // namespace sextant
