// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/layer_series.h"

#include "core/analysis/mean.h"

#include <cmath>

namespace sextant::analysis {
namespace {

std::vector<double> valuesOfHeads(const artifact::ArtifactShape& shape, LayerIndex layer,
                                  const HeadValue& value) {
    std::vector<double> values;
    values.reserve(static_cast<std::size_t>(shape.heads));
    for (int h = 0; h < shape.heads; ++h) {
        values.push_back(value(layer, HeadIndex{h}));
    }
    return values;
}

} // namespace

double headMean(const artifact::ArtifactShape& shape, LayerIndex layer, const HeadValue& value) {
    return meanOfPresent(valuesOfHeads(shape, layer, value)).value;
}

LayerSeries layerSeries(const artifact::ArtifactShape& shape, HeadSelection head, const HeadValue& value) {
    LayerSeries series;
    for (int l = 0; l < shape.layers; ++l) {
        const LayerIndex layer{l};
        if (head) {
            const double single = value(layer, *head);
            series.value.push_back(single);
            series.missingHeads.push_back(std::isnan(single) ? 1 : 0);
            continue;
        }
        std::vector<double> values = valuesOfHeads(shape, layer, value);
        const PresentMean mean = meanOfPresent(values);
        series.value.push_back(mean.value);
        series.missingHeads.push_back(mean.missing);
        series.low.push_back(quantileInPlace(values, 0.1));
        series.high.push_back(quantileInPlace(values, 0.9));
    }
    return series;
}

std::vector<double> layerMeans(const artifact::ArtifactShape& shape, HeadSelection head,
                               const HeadValue& value) {
    std::vector<double> means;
    means.reserve(static_cast<std::size_t>(shape.layers));
    for (int l = 0; l < shape.layers; ++l) {
        means.push_back(head ? value(LayerIndex{l}, *head) : headMean(shape, LayerIndex{l}, value));
    }
    return means;
}

} // namespace sextant::analysis
