// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/layer_scale.h"

#include <algorithm>
#include <cmath>

namespace sextant::plots {

figures::Span wholeLayerSpan(int layers) {
    return {-0.5, std::max(layers, 1) - 0.5};
}

double LayerScale::coordinateAt(double pixel) const {
    if (lastPixel == firstPixel) {
        return shown.lower;
    }
    return shown.lower + (pixel - firstPixel) / (lastPixel - firstPixel) * shown.size();
}

double LayerScale::pixelAt(double coordinate) const {
    return firstPixel + (coordinate - shown.lower) / shown.size() * (lastPixel - firstPixel);
}

std::optional<LayerIndex> LayerScale::layerAt(double pixel) const {
    const double coordinate = coordinateAt(pixel);
    if (!(coordinate >= shown.lower && coordinate <= shown.upper)) {
        return std::nullopt;
    }
    if (!(coordinate >= -0.5 && coordinate <= layers - 0.5)) {
        return std::nullopt;
    }
    return LayerIndex{std::clamp(static_cast<int>(std::floor(coordinate + 0.5)), 0, layers - 1)};
}

std::optional<LayerIndex> LayerScale::nearestLayer(double pixel) const {
    if (layers < 1 || std::isnan(pixel)) {
        return std::nullopt;
    }
    const double coordinate = std::clamp(coordinateAt(pixel), shown.lower, shown.upper);
    const double nearest = std::clamp(std::floor(coordinate + 0.5), 0.0, layers - 1.0);
    return LayerIndex{static_cast<int>(nearest)};
}

} // namespace sextant::plots
