// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/table_text_model.h"

#include <set>

namespace sextant::panels {

void TableTextModel::setText(const QString& text) {
    beginResetModel();
    const QStringList lines = text.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    columns_ = lines.isEmpty() ? QStringList() : lines.first().split(QLatin1Char('\t'));
    rows_.clear();
    for (qsizetype line = 1; line < lines.size(); ++line) {
        rows_.push_back(lines[line].split(QLatin1Char('\t')));
    }
    endResetModel();
}

QString TableTextModel::textOf(const QModelIndexList& cells) const {
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
    const auto line = [&columns](const QStringList& values) {
        QStringList chosen;
        for (const int column : columns) {
            chosen << values.value(column);
        }
        return chosen.join(QLatin1Char('\t')) + QLatin1Char('\n');
    };
    QString text = line(columns_);
    for (const int row : rows) {
        text += line(rows_[static_cast<std::size_t>(row)]);
    }
    return text;
}

int TableTextModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int TableTextModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(columns_.size());
}

QVariant TableTextModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    if (role == Qt::DisplayRole) {
        return rows_[static_cast<std::size_t>(index.row())].value(index.column());
    }
    if (role == Qt::TextAlignmentRole) {
        return QVariant::fromValue(Qt::Alignment(Qt::AlignRight | Qt::AlignVCenter));
    }
    return {};
}

QVariant TableTextModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role != Qt::DisplayRole) {
        return {};
    }
    return orientation == Qt::Horizontal ? QVariant(columns_.value(section)) : QVariant(section);
}

} // namespace sextant::panels
