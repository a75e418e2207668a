// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>

// After the others: Qt's moc cannot read <compare> as the first header of a file.
#include "core/figures/ranking.h"

namespace sextant::panels {

/// A ranking as a table, one row per pair of layers or per head of a layer. Makes the text of a cell when it
/// is shown, so that a hundred thousand rows cost no more than their sorting.
class RankModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// Keeps the order.
    void setRanking(figures::Ranking ranking, const figures::RankFilter& filter);
    const figures::Ranking& ranking() const { return ranking_; }

    /// Null where there is no such row.
    const figures::RankedCell* cellAt(int row) const;
    /// The row of the same pair, or of the same layer and head; -1 where there is none.
    int rowOf(const figures::RankedCell& cell) const;
    figures::RankOrder shownOrder() const { return order_; }
    /// The column that a list is ordered by; that of the value where there is none.
    int columnOf(figures::RankOrder order) const;
    /// Whether a column, in range, holds numbers of layers or heads.
    bool isCount(int column) const;
    /// These rows as tab-separated text; all when none are given.
    QString textOf(const QModelIndexList& rows) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    void sort(int column, Qt::SortOrder order) override;

private:
    enum class Column { Layer, Other, Head, Value, Z, Standing, Reference, Deviation, Departure };

    /// Those on show, in their order.
    std::vector<Column> columns() const;
    QString textAt(const figures::RankedCell& cell, Column column) const;
    static figures::RankOrder orderOf(Column column);
    void order();

    figures::Ranking ranking_;
    figures::RankFilter filter_;
    std::vector<std::size_t> places_;
    figures::RankOrder order_ = figures::RankOrder::Z;
    bool ascending_ = false;
};

} // namespace sextant::panels
