// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/family_supply.h"

#include <QWidget>

#include <memory>

// After the others: Qt's moc cannot read <compare> as the first header of a file.
#include "core/quantities/anchor_view.h"
#include "core/workspace/change.h"

class QCheckBox;
class QLabel;
class QPushButton;
class QTableView;

namespace sextant::plots {
class AlignmentPlot;
} // namespace sextant::plots

namespace sextant::workbench {

class HeadTableModel;

/// What the layers share together: in words, as two plots, and head by head in a table that sorts by any
/// column. Shows what it is given and requests changes: clicking a row shows that head.
class FamilyPage : public QWidget {
    Q_OBJECT
public:
    /// Takes both plots over.
    FamilyPage(plots::AlignmentPlot* eigenvalues, plots::AlignmentPlot* anchors, QWidget* parent = nullptr);

    void setView(const quantities::AnchorView& view);
    void setState(const workspace::ViewState& state);
    /// Which layer to add next; one for other anchors or heads than the state's is not shown.
    void setSuggestion(const session::SuggestedAnchor& found);

signals:
    void changeRequested(const sextant::workspace::Change& change);

private:
    void showSuggestion();
    void selectHead();

    QLabel* summary_;
    QLabel* suggestionText_;
    QPushButton* add_;
    QCheckBox* blocks_;
    QTableView* table_;
    HeadTableModel* model_;
    workspace::ViewState state_;
    std::shared_ptr<const artifact::GramFile> grams_; ///< of the artifact on show
    std::optional<session::SuggestedAnchor> found_;
    bool following_ = false; ///< the row is being selected because the state says so
};

} // namespace sextant::workbench
