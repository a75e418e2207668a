// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSpinBox>

// After the others: Qt's moc cannot read <compare> as the first header of a file.
#include "core/base/layer_numbers.h"

namespace sextant::workbench {

/// A box for a layer. Its value is the LayerIndex; what it shows and takes is the layer's number in the
/// model. A number that no layer has is not taken: the box goes back to the layer before.
class LayerBox : public QSpinBox {
    Q_OBJECT
public:
    explicit LayerBox(QWidget* parent = nullptr);

    /// `layers` is L; without any there is nothing to choose.
    void setLayers(int layers, const LayerNumbers& numbers);

    [[nodiscard]] const LayerNumbers& numbers() const { return numbers_; }

protected:
    QString textFromValue(int value) const override;
    int valueFromText(const QString& text) const override;
    QValidator::State validate(QString& text, int& position) const override;

private:
    [[nodiscard]] QString typed(const QString& text) const;
    [[nodiscard]] std::optional<LayerIndex> layerOf(const QString& text) const;

    LayerNumbers numbers_;
    int layers_ = 0;
};

} // namespace sextant::workbench
