// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/plots/alignment_figures.h"
#include "ui/plots/matrix_plot.h"
#include "ui/plots/number_text.h"

#include <algorithm>

namespace sextant::plots {

HeadMapPlot::HeadMapPlot(QWidget* parent) : MatrixPlot(parent, false, QStringLiteral("Head")) {
    setAccessibleName(QStringLiteral("Operator cosine of every head to the anchor"));
}

QRect HeadMapPlot::frameIn(const QRect& room) const {
    const QRect free = room.marginsRemoved(labelRoom());
    return {free.left(), free.top(), std::max(free.width(), 1), std::max(free.height(), 1)};
}

void HeadMapPlot::showView(const analysis::AnchorView& view) {
    const int layers = view.shape().layers;
    const int heads = view.shape().heads;
    // The view keeps a row a layer; here layers run along the shared horizontal axis.
    std::vector<double> byHead(view.headCosines.size());
    for (int layer = 0; layer < layers; ++layer)
        for (int head = 0; head < heads; ++head)
            byHead[static_cast<std::size_t>(head) * static_cast<std::size_t>(layers) +
                   static_cast<std::size_t>(layer)] =
                view.headCosines[static_cast<std::size_t>(layer) * static_cast<std::size_t>(heads) +
                                 static_cast<std::size_t>(head)];
    markers().markedRow = view.head ? std::optional(view.head->value) : std::nullopt;
    showMatrix(QStringLiteral("Operator cosine of every head to the anchor"), contextOf(view), byHead, heads,
               layers);
}

QString HeadMapPlot::readoutOf(const PlotSpot& spot) const {
    if (!view())
        return {};
    return QStringLiteral("layer %1, head %2: cosine to anchor layer %3 %4")
        .arg(spot.layer.value)
        .arg(spot.row.value_or(0))
        .arg(view()->anchor.value)
        .arg(shortNumber(valueAt(spot)));
}

void HeadMapPlot::pick(const PlotSpot& spot, bool) {
    emit cellClicked(spot.layer, HeadIndex{spot.row.value_or(0)});
}

QString HeadMapPlot::tableText() const {
    if (!view())
        return {};
    QString text = QStringLiteral("layer");
    for (int head = 0; head < rows(); ++head)
        text += QStringLiteral("\thead %1").arg(head);
    text += QLatin1Char('\n');
    for (int layer = 0; layer < columns(); ++layer) {
        text += QString::number(layer);
        for (int head = 0; head < rows(); ++head)
            text += QLatin1Char('\t') + exactNumber(valueAt({LayerIndex{layer}, head}));
        text += QLatin1Char('\n');
    }
    return text;
}

} // namespace sextant::plots
