// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/angles/principal_angles.h"

namespace sextant::angles {

AngleRow AngleTable::row(LayerIndex anchor) const {
    const int layers = meanCosine.layers();
    const int heads = meanCosine.heads();
    AngleRow result{anchor, heads, {}, ranks};
    result.values.reserve(static_cast<std::size_t>(layers) * static_cast<std::size_t>(heads));
    for (int l = 0; l < layers; ++l) {
        for (int h = 0; h < heads; ++h) {
            const LayerIndex layer{l};
            const HeadIndex head{h};
            result.values.push_back({meanCosine(layer, anchor, head), smallestCosine(layer, anchor, head),
                                     firstOverlap(layer, anchor, head)});
        }
    }
    return result;
}

} // namespace sextant::angles
