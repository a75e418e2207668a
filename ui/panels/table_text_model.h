// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QStringList>

#include <vector>

namespace sextant::panels {

/// The rows of a tab-separated text, its first line as the column names.
class TableTextModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    void setText(const QString& text);

    /// The named cells, rows as lines and columns by tabs, below their column names; all of it when none is
    /// named.
    QString textOf(const QModelIndexList& cells) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QStringList columns_;
    std::vector<QStringList> rows_;
};

} // namespace sextant::panels
