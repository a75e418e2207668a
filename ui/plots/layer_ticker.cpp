// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/layer_ticker.h"

#include <algorithm>
#include <cmath>

namespace sextant::plots {

namespace {

int wholeRoundStep(double least) {
    for (int magnitude = 1; magnitude < 1'000'000; magnitude *= 10) {
        for (const int step : {1, 2, 5}) {
            if (step * magnitude >= least) {
                return step * magnitude;
            }
        }
    }
    return 1'000'000;
}

} // namespace

std::vector<int> labelledLayers(int first, int last, int layers, double pixelsPerLayer, double labelWidth) {
    first = std::max(first, 0);
    last = std::min(last, layers - 1);
    std::vector<int> labelled;
    if (first > last || !(pixelsPerLayer > 0.0)) {
        return labelled;
    }
    const double least = labelWidth / pixelsPerLayer;
    const int step = wholeRoundStep(least);
    for (int layer = (first + step - 1) / step * step; layer <= last; layer += step) {
        labelled.push_back(layer);
    }
    if (last == layers - 1 && (labelled.empty() || labelled.back() != last)) {
        if (!labelled.empty() && last - labelled.back() < least) {
            labelled.pop_back();
        }
        labelled.push_back(last);
    }
    return labelled;
}

void LayerTicker::setScale(int layers, double axisPixels, double labelWidth) {
    layers_ = layers;
    axisPixels_ = axisPixels;
    labelWidth_ = labelWidth;
}

void LayerTicker::generate(const QCPRange& range, const QLocale&, QChar, int, QVector<double>& ticks,
                           QVector<double>* subTicks, QVector<QString>* tickLabels) {
    ticks.clear();
    if (subTicks) {
        subTicks->clear();
    }
    if (tickLabels) {
        tickLabels->clear();
    }
    const auto labelled =
        labelledLayers(static_cast<int>(std::ceil(range.lower)), static_cast<int>(std::floor(range.upper)),
                       layers_, axisPixels_ / range.size(), labelWidth_);
    for (const int layer : labelled) {
        ticks.append(layer);
        if (tickLabels) {
            tickLabels->append(QString::number(numbers_.of(LayerIndex{layer})));
        }
    }
}

} // namespace sextant::plots
