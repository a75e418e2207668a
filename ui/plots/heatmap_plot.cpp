// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/alignment_figures.h"
#include "ui/plots/matrix_plot.h"
#include "ui/plots/number_text.h"

#include <algorithm>

namespace sextant::plots {

HeatmapPlot::HeatmapPlot(QWidget* parent) : MatrixPlot(parent, true, QStringLiteral("Layer")) {
    setAccessibleName(QStringLiteral("Operator cosine of every pair of layers"));
}

QRect HeatmapPlot::frameIn(const QRect& room) const {
    const QRect free = room.marginsRemoved(labelRoom());
    const int side = std::max(std::min(free.width(), free.height()), 1);
    return {free.left() + (free.width() - side) / 2, free.top(), side, side};
}

void HeatmapPlot::showView(const analysis::AnchorView& view) {
    const int layers = view.shape().layers;
    showMatrix(QStringLiteral("Operator cosine of every pair of layers"), contextOf(view), view.cosineMatrix,
               layers, layers);
}

QString HeatmapPlot::readoutOf(const PlotSpot& spot) const {
    if (!view())
        return {};
    const QString heads = view()->head                 ? QStringLiteral("head %1").arg(view()->head->value)
                          : view()->shape().heads == 1 ? QStringLiteral("one head")
                                                       : QStringLiteral("mean over heads");
    return QStringLiteral("layer %1 and layer %2, %3: cosine %4")
        .arg(spot.row.value_or(0))
        .arg(spot.layer.value)
        .arg(heads, shortNumber(valueAt(spot)));
}

void HeatmapPlot::pick(const PlotSpot& spot, bool column) {
    emit layerClicked(column ? spot.layer : LayerIndex{spot.row.value_or(spot.layer.value)});
}

QString HeatmapPlot::tableText() const {
    if (!view())
        return {};
    QString text = QStringLiteral("layer");
    for (int column = 0; column < columns(); ++column)
        text += QStringLiteral("\t%1").arg(column);
    text += QLatin1Char('\n');
    for (int row = 0; row < rows(); ++row) {
        text += QString::number(row);
        for (int column = 0; column < columns(); ++column)
            text += QLatin1Char('\t') + exactNumber(valueAt({LayerIndex{column}, row}));
        text += QLatin1Char('\n');
    }
    return text;
}

} // namespace sextant::plots
