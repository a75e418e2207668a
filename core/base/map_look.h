// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <utility>

namespace sextant {

/// What a map of heads shows for every layer and head.
enum class MapQuantity {
    Cosine,         ///< operator cosine to the anchor
    Residual,       ///< of the operator
    SpectralCosine, ///< S
    SignedSpectralCosine,
    SignAgreement,
    MeanAngle,     ///< mean cosine of the principal angles
    RSquared,      ///< squared operator cosine
    MatchingIndex, ///< of the layer alone
    SymmetricShare ///< of the layer alone
};

/// By which settings and the command line name them.
inline constexpr std::array<std::pair<const char*, MapQuantity>, 9> kMapQuantityNames{
    {{"cosine", MapQuantity::Cosine},
     {"residual", MapQuantity::Residual},
     {"spectral_cosine", MapQuantity::SpectralCosine},
     {"signed_spectral_cosine", MapQuantity::SignedSpectralCosine},
     {"sign_agreement", MapQuantity::SignAgreement},
     {"mean_angle", MapQuantity::MeanAngle},
     {"r_squared", MapQuantity::RSquared},
     {"matching_index", MapQuantity::MatchingIndex},
     {"symmetric_share", MapQuantity::SymmetricShare}}};

/// What the colours of a map stand for.
enum class MapColours {
    Value,
    Z ///< how many deviations the value lies from its reference
};

inline constexpr std::array<std::pair<const char*, MapColours>, 2> kMapColourNames{
    {{"value", MapColours::Value}, {"z", MapColours::Z}}};

/// How many leading eigenvalues are compared unless another number is chosen, k'.
inline constexpr int kDefaultSignTop = 8;

/// How the maps are drawn.
struct MapLook {
    MapQuantity heads = MapQuantity::Cosine; ///< of the map of heads; the map of layers shows cosines
    MapColours colours = MapColours::Value;
    bool faded = true; ///< cells that are no more than chance are drawn pale

    friend bool operator==(const MapLook&, const MapLook&) = default;
};

} // namespace sextant
