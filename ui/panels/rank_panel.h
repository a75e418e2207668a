// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <memory>
#include <optional>

// After the others: Qt's moc cannot read <compare> as the first header of a file.
#include "core/base/map_look.h"
#include "core/quantities/anchor_view.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QTableView;

namespace sextant::panels {

class RankModel;

/// Lists pairs of layers, or heads of layers against the anchor, by value, z or departure from the reference.
/// Decides nothing: what a row stands for is told when it is activated.
class RankPanel : public QWidget {
    Q_OBJECT
public:
    explicit RankPanel(QWidget* parent = nullptr);

    /// `quantity` is what the list of heads shows.
    void setView(std::shared_ptr<const quantities::AnchorView> view, MapQuantity quantity, int signTop);

    /// As wide as the columns up to the value's standing.
    QSize sizeHint() const override;

signals:
    void pairChosen(sextant::LayerIndex layer, sextant::LayerIndex other);
    void headChosen(sextant::LayerIndex layer, sextant::HeadIndex head);

private:
    void fill();
    void nameFilter();
    void sortBy(int index);
    void activate(int row);
    void copy();
    void fitColumns();
    bool listsPairs() const;

    QComboBox* subject_;
    QComboBox* order_;
    QCheckBox* narrowed_;
    QLabel* note_;
    QTableView* table_;
    RankModel* model_;
    std::shared_ptr<const quantities::AnchorView> view_;
    MapQuantity quantity_ = MapQuantity::Cosine;
    int signTop_ = kDefaultSignTop;
    int columns_ = 0;                       ///< that widths were last fitted to
    bool ordering_ = false;                 ///< the order is being set because of the box, not of a header
    std::optional<LayerIndex> chosenLayer_; ///< the other layer of the pair chosen last
};

} // namespace sextant::panels
