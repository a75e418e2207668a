// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

#include <memory>

// After the others: Qt's moc cannot read <compare> as the first header of a file.
#include "core/base/layer_numbers.h"
#include "core/family/family.h"

namespace sextant::workbench {

/// One row for the mean over heads, then one per head: dimension, blocks, best anchor.
class HeadTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Heads, Operators, Participation, BestAnchor, Explained, Blocks, Columns };
    /// Under which a cell is the number that it sorts by.
    static constexpr int kSortRole = Qt::UserRole;

    using QAbstractTableModel::QAbstractTableModel;

    /// Null empties the table. Returns whether that is another one.
    bool setFamily(std::shared_ptr<const family::Family> family, const LayerNumbers& numbers);

    /// The head of a row, of this model or of one that sorts it; nullopt is the mean.
    [[nodiscard]] static HeadSelection headAt(const QModelIndex& index);
    /// Invalid when there is no such row.
    [[nodiscard]] QModelIndex rowOf(HeadSelection head) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] const family::HeadFamily& headOf(int row) const;

    [[nodiscard]] QString blocksText(const family::HeadFamily& head) const;
    [[nodiscard]] QString textOf(const family::HeadFamily& head, int column) const;

    std::shared_ptr<const family::Family> family_;
    LayerNumbers numbers_;
};

} // namespace sextant::workbench
