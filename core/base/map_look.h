// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

/// What the colours of a map stand for.
enum class MapColours {
    Value,
    Z ///< how many deviations the value lies from its reference
};

/// How the maps are drawn.
struct MapLook {
    MapQuantity heads = MapQuantity::Cosine; ///< of the map of heads; the map of layers shows cosines
    MapColours colours = MapColours::Value;
    bool faded = true; ///< cells that are no more than chance are drawn pale

    friend bool operator==(const MapLook&, const MapLook&) = default;
};

} // namespace sextant
