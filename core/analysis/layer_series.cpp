#include "core/analysis/layer_series.h"

#include "core/analysis/mean.h"

#include <cmath>

namespace sextant {

LayerSeries layerSeries(const ArtifactShape& shape, HeadSelection head, const HeadValue& value) {
    LayerSeries series;
    std::vector<double> ofHeads(static_cast<std::size_t>(shape.heads));
    for (int l = 0; l < shape.layers; ++l) {
        const LayerIndex layer{l};
        if (head) {
            const double single = value(layer, *head);
            series.value.push_back(single);
            series.missingHeads.push_back(std::isnan(single) ? 1 : 0);
            continue;
        }
        for (int h = 0; h < shape.heads; ++h) {
            ofHeads[static_cast<std::size_t>(h)] = value(layer, HeadIndex{h});
        }
        const PresentMean mean = meanOfPresent(ofHeads);
        series.value.push_back(mean.value);
        series.missingHeads.push_back(mean.missing);
        std::vector<double> sorted = ofHeads;
        series.low.push_back(quantileInPlace(sorted, 0.1));
        series.high.push_back(quantileInPlace(sorted, 0.9));
    }
    return series;
}

std::vector<double> layerMeans(const ArtifactShape& shape, HeadSelection head, const HeadValue& value) {
    std::vector<double> means;
    std::vector<double> ofHeads(static_cast<std::size_t>(shape.heads));
    for (int l = 0; l < shape.layers; ++l) {
        const LayerIndex layer{l};
        if (head) {
            means.push_back(value(layer, *head));
            continue;
        }
        for (int h = 0; h < shape.heads; ++h) {
            ofHeads[static_cast<std::size_t>(h)] = value(layer, HeadIndex{h});
        }
        means.push_back(meanOfPresent(ofHeads).value);
    }
    return means;
}

} // namespace sextant
