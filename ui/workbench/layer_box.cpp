// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/layer_box.h"

#include <algorithm>

namespace sextant::workbench {

LayerBox::LayerBox(QWidget* parent) : QSpinBox(parent) {
    setLayers(0, {});
}

void LayerBox::setLayers(int layers, const LayerNumbers& numbers) {
    numbers_ = numbers;
    layers_ = layers;
    setRange(0, std::max(0, layers - 1));
    QString suffix;
    if (layers > 0) {
        const int first = numbers.of(LayerIndex{0});
        const int last = numbers.of(LayerIndex{layers - 1});
        suffix = last - first + 1 == layers ? tr("  (%1\u2013%2)").arg(first).arg(last)
                                            : tr("  (%1 of %2\u2013%3)").arg(layers).arg(first).arg(last);
    }
    setSuffix(suffix);
    setEnabled(layers > 0);
}

QString LayerBox::textFromValue(int value) const {
    return QString::number(layers_ > 0 ? numbers_.of(LayerIndex{std::clamp(value, 0, layers_ - 1)}) : value);
}

QString LayerBox::typed(const QString& text) const {
    QString number = text;
    if (!suffix().isEmpty() && number.endsWith(suffix())) {
        number.chop(suffix().size());
    }
    return number.trimmed();
}

std::optional<LayerIndex> LayerBox::layerOf(const QString& text) const {
    bool isNumber = false;
    const int number = typed(text).toInt(&isNumber);
    return isNumber ? numbers_.find(number, layers_) : std::nullopt;
}

int LayerBox::valueFromText(const QString& text) const {
    const std::optional<LayerIndex> layer = layerOf(text);
    return layer ? layer->value : value();
}

QValidator::State LayerBox::validate(QString& text, int& /*position*/) const {
    if (layerOf(text)) {
        return QValidator::Acceptable;
    }
    const QString number = typed(text);
    const bool isBegun = std::all_of(number.begin(), number.end(), [](QChar c) { return c.isDigit(); });
    const auto longest = static_cast<qsizetype>(textFromValue(layers_ - 1).size());
    return isBegun && number.size() <= longest ? QValidator::Intermediate : QValidator::Invalid;
}

} // namespace sextant::workbench
