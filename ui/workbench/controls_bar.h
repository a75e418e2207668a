// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolBar>

#include <vector>

// After the others: Qt's moc cannot read <compare> as the first header of a file.
#include "core/base/indices.h"

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace sextant::workbench {

/// The controls over the plots: anchor layer, head, k' and colours. Shows what it is told and says what was
/// chosen; being told never says anything.
class ControlsBar : public QToolBar {
    Q_OBJECT
public:
    explicit ControlsBar(QWidget* parent = nullptr);

    /// Nothing can be chosen while there are no layers.
    void setSizes(int layers, int heads);
    void setAnchor(LayerIndex anchor);
    void setHead(HeadSelection head);

    /// `tops` are the k' there are; `shown` is one of them. Disabled when empty.
    void setSignTops(const std::vector<int>& tops, int shown);
    void setFitColours(bool fit);

    /// Puts the cursor into the anchor box.
    void focusAnchor();

signals:
    void anchorChosen(sextant::LayerIndex anchor);
    void headChosen(sextant::HeadSelection head);
    void signTopChosen(int top);
    void fitColoursChosen(bool fit);

private:
    QSpinBox* anchor_;
    QComboBox* head_;
    QComboBox* signTop_;
    QCheckBox* fitColours_;
    std::vector<int> signTops_;
    int heads_ = 0;
};

} // namespace sextant::workbench
