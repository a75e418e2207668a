// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/figure_table_model.h"

#include "core/figures/number_text.h"

#include <set>
#include <utility>

namespace sextant::panels {

void FigureTableModel::setTable(figures::FigureTable table) {
    const bool keepsItsCells = !table.isEmpty() && !table_.isEmpty() &&
                               table.rows.size() == table_.rows.size() &&
                               table.columns.size() == table_.columns.size();
    if (!keepsItsCells) {
        beginResetModel();
        table_ = std::move(table);
        endResetModel();
        return;
    }
    table_ = std::move(table);
    emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    emit headerDataChanged(Qt::Vertical, 0, rowCount() - 1);
}

QString FigureTableModel::headerOf(int column) const {
    return QString::fromStdString(column == 0 ? table_.rowHeader
                                              : table_.columns[static_cast<std::size_t>(column) - 1]);
}

QString FigureTableModel::textAt(int row, int column) const {
    return column == 0
               ? QString::number(table_.numberOf(row))
               : QString::fromStdString(figures::shortestNumber(
                     table_.rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(column) - 1]));
}

QString FigureTableModel::textOf(const QModelIndexList& cells) const {
    std::set<int> rows;
    std::set<int> columns;
    for (const QModelIndex& cell : cells) {
        rows.insert(cell.row());
        columns.insert(cell.column());
    }
    for (int row = 0; cells.isEmpty() && row < rowCount(); ++row) {
        rows.insert(row);
    }
    for (int column = 0; cells.isEmpty() && column < columnCount(); ++column) {
        columns.insert(column);
    }
    const auto line = [&columns](const auto& textOfColumn) {
        QStringList chosen;
        for (const int column : columns) {
            chosen << textOfColumn(column);
        }
        return chosen.join(QLatin1Char('\t')) + QLatin1Char('\n');
    };
    QString text = line([this](int column) { return headerOf(column); });
    for (const int row : rows) {
        text += line([&](int column) { return textAt(row, column); });
    }
    return text;
}

int FigureTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(table_.rows.size());
}

int FigureTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() || table_.isEmpty() ? 0 : static_cast<int>(table_.columns.size()) + 1;
}

QVariant FigureTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    if (role == Qt::DisplayRole) {
        return textAt(index.row(), index.column());
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    }
    return {};
}

QVariant FigureTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role == Qt::ToolTipRole && orientation == Qt::Horizontal) {
        const auto column = static_cast<std::size_t>(section) - 1; // of the row number it is past the end
        return column < table_.meanings.size() ? QString::fromStdString(table_.meanings[column]) : QString();
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    return orientation == Qt::Horizontal ? QVariant(headerOf(section)) : QVariant(table_.numberOf(section));
}

} // namespace sextant::panels
