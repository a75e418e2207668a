// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/custom_plot.h"

#include <utility>
#include <vector>

// After the others: Qt's moc cannot read <compare> as the first header of a file.
#include "core/base/layer_numbers.h"

namespace sextant::plots {

/// The layers to label: multiples of a round step in [first, last], far enough apart that labels of
/// `labelWidth` pixels do not touch at `pixelsPerLayer`; the last layer as well where there is room.
[[nodiscard]] std::vector<int> labelledLayers(int first, int last, int layers, double pixelsPerLayer,
                                              double labelWidth);

/// Ticks at layers: whole numbers whose labels never overlap.
class LayerTicker : public QCPAxisTicker {
public:
    /// How the layers are labelled.
    void setNumbers(LayerNumbers numbers) { numbers_ = std::move(numbers); }

    /// Sizes along the axis. Takes effect at the next layout.
    void setScale(int layers, double axisPixels, double labelWidth);

    void generate(const QCPRange& range, const QLocale& locale, QChar formatChar, int precision,
                  QVector<double>& ticks, QVector<double>* subTicks, QVector<QString>* tickLabels) override;

private:
    LayerNumbers numbers_;
    int layers_ = 1;
    double axisPixels_ = 100.0;
    double labelWidth_ = 20.0;
};

} // namespace sextant::plots
