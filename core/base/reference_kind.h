// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sextant {

/// What a value is compared with: what it would be if the layer or the head did not matter.
enum class ReferenceKind {
    OtherHeads,   ///< different heads of the same two layers, which share the model's own background
    SameSpectrum, ///< operators with the layers' spectra and symmetry, turned at random
    Isotropic,    ///< operators of the layers' sizes, turned at random on both sides
};

} // namespace sextant
