// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/indices.h"
#include "core/figures/span.h"

#include <optional>

namespace sextant::plots {

/// Where the whole layer axis lies: layer l covers the coordinates [l - 0.5, l + 0.5].
[[nodiscard]] figures::Span wholeLayerSpan(int layers);

/// The linear mapping between pixels along one axis and layers.
struct LayerScale {
    double firstPixel = 0.0; ///< where shown.lower is drawn; may be right of, or below, `lastPixel`
    double lastPixel = 0.0;  ///< where shown.upper is drawn
    figures::Span shown;     ///< layer coordinates in view
    int layers = 0;

    double coordinateAt(double pixel) const;
    double pixelAt(double coordinate) const;

    /// The layer drawn under `pixel`; nullopt outside of the axis and beyond the first and last layer.
    std::optional<LayerIndex> layerAt(double pixel) const;

    /// The layer in view that is nearest to `pixel`; nullopt only when there are no layers.
    std::optional<LayerIndex> nearestLayer(double pixel) const;
};

} // namespace sextant::plots
