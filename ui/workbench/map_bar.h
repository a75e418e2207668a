// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

// After the others: Qt's moc cannot read <compare> as the first header of a file.
#include "core/quantities/anchor_view.h"
#include "core/workspace/change.h"

class QCheckBox;
class QComboBox;

namespace sextant::workbench {

/// The controls over a map: what it shows (of the map of heads), what its colours stand for, and whether
/// cells within chance are pale. Shows the state it is given and requests changes to it;
/// setting a state never requests one.
class MapBar : public QWidget {
    Q_OBJECT
public:
    explicit MapBar(workspace::Map map, QWidget* parent = nullptr);

    void setState(const workspace::ViewState& state);

    /// Disables what the view does not have, with the reason as tool tip.
    void setView(const quantities::AnchorView& view);

signals:
    void changeRequested(const sextant::workspace::Change& change);

private:
    QComboBox* quantity_ = nullptr; ///< of the map of heads alone
    QComboBox* colours_;
    QCheckBox* faded_;
};

} // namespace sextant::workbench
