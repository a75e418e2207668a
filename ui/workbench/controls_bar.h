// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolBar>

#include <vector>

// After the others: Qt's moc cannot read <compare> as the first header of a file.
#include "core/workspace/change.h"

class QCheckBox;
class QComboBox;
class QSpinBox;

namespace sextant::workbench {

/// The controls above the plots: anchor layer, head, k' and colours. Shows the state it is given and asks for
/// changes of it; being given a state never asks for one.
class ControlsBar : public QToolBar {
    Q_OBJECT
public:
    explicit ControlsBar(QWidget* parent = nullptr);

    /// The choices there are. Nothing can be chosen while there are no layers.
    void setSizes(int layers, int heads);

    /// `tops` are the k' there are; `shown` is one of them. Disabled when empty.
    void setSignTops(const std::vector<int>& tops, int shown);

    void setState(const workspace::ViewState& state);

    /// Puts the cursor into the anchor box.
    void focusAnchor();

signals:
    void changeRequested(const sextant::workspace::Change& change);
    /// A number was entered in the anchor box, or given up with Esc: the keys belong to the plots again.
    void anchorEntered();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QSpinBox* anchor_;
    QComboBox* head_;
    QComboBox* signTop_;
    QCheckBox* fitColours_;
    std::vector<int> signTops_;
    int heads_ = 0;
    int anchorShown_ = 0;
};

} // namespace sextant::workbench
