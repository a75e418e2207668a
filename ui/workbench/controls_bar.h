// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QToolBar>

#include <vector>

// After the others: Qt's moc cannot read <compare> as the first header of a file.
#include "core/base/layer_numbers.h"
#include "core/workspace/change.h"

class QCheckBox;
class QComboBox;
class QLabel;

namespace sextant::workbench {

class LayerBox;

/// The controls above the plots: anchor layer, head, k', reference and colours. Shows the state it is given
/// and requests changes to it; setting a state never requests one.
class ControlsBar : public QToolBar {
    Q_OBJECT
public:
    explicit ControlsBar(QWidget* parent = nullptr);

    /// Sets the available choices. Without layers nothing can be chosen.
    void setSizes(int layers, int heads, const LayerNumbers& numbers = {});

    /// `tops` are the available k', `shown` one of them. Disabled when empty.
    void setSignTops(const std::vector<int>& tops, int shown);

    void setState(const workspace::ViewState& state);

    /// Puts the cursor into the anchor box.
    void focusAnchor();

signals:
    void changeRequested(const sextant::workspace::Change& change);
    /// A number was entered in the anchor box or abandoned with Esc: the keyboard focus returns to the plots.
    void anchorEntered();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    LayerBox* anchor_;
    QLabel* further_; ///< the anchors beside the first
    QComboBox* head_;
    QComboBox* signTop_;
    QComboBox* reference_;
    QCheckBox* fitColours_;
    std::vector<int> signTops_;
    int heads_ = 0;
    int anchorShown_ = 0;
};

} // namespace sextant::workbench
