// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

// After the others: Qt's moc cannot read <compare> as the first header of a file.
#include "core/figures/figure_table.h"

namespace sextant::panels {

/// The numbers of a figure, one row per layer, the layer in the first column.
class FigureTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// The chosen cells stay chosen where the table has as many rows and columns as the one before.
    void setTable(figures::FigureTable table);

    /// These cells as tab-separated lines below their column names; the whole table when none are given.
    QString textOf(const QModelIndexList& cells) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString headerOf(int column) const;
    QString textAt(int row, int column) const;

    figures::FigureTable table_;
};

} // namespace sextant::panels
