// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/figures/span.h"

namespace sextant::figures {

/// How numbers become the colours of a diverging map: `centre` is neutral, `centre +- limit` the ends, and
/// what lies beyond takes an end's colour.
struct ColourScale {
    double centre = 0.0;
    double limit = 1.0;    ///< above 0
    Span shown{-1.0, 1.0}; ///< of the colour bar, inside of the ends: a share has no negative half

    friend bool operator==(const ColourScale&, const ColourScale&) = default;
};

} // namespace sextant::figures
