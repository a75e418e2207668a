// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/rank_model.h"

#include "core/figures/number_text.h"

#include <QFont>

#include <algorithm>
#include <cmath>
#include <utility>

namespace sextant::panels {

namespace {

QString shortText(double value) {
    return std::isnan(value) ? QString() : QString::fromStdString(figures::shortNumber(value));
}

} // namespace

void RankModel::setRanking(figures::Ranking ranking, const figures::RankFilter& filter) {
    beginResetModel();
    ranking_ = std::move(ranking);
    filter_ = filter;
    order();
    endResetModel();
}

void RankModel::order() {
    const bool compared = !ranking_.referenceName.empty();
    // Without a reference there is no z to go by.
    const bool byChance = order_ == figures::RankOrder::Z || order_ == figures::RankOrder::Departure;
    places_ = figures::ordered(ranking_, byChance && !compared ? figures::RankOrder::Value : order_,
                               ascending_, filter_);
}

const figures::RankedCell* RankModel::cellAt(int row) const {
    return row >= 0 && row < rowCount() ? &ranking_.cells[places_[static_cast<std::size_t>(row)]] : nullptr;
}

int RankModel::rowOf(const figures::RankedCell& cell) const {
    for (int row = 0; row < rowCount(); ++row) {
        const figures::RankedCell& at = *cellAt(row);
        // The head of a pair only says which one is strongest.
        if (at.layer == cell.layer && at.other == cell.other && (at.other || at.head == cell.head)) {
            return row;
        }
    }
    return -1;
}

std::vector<RankModel::Column> RankModel::columns() const {
    const bool compared = !ranking_.referenceName.empty();
    std::vector<Column> shown;
    for (const Column column : {Column::Layer, Column::Other, Column::Head, Column::Value, Column::Z,
                                Column::Standing, Column::Reference, Column::Deviation, Column::Departure}) {
        const bool always = column == Column::Layer || column == Column::Head || column == Column::Value;
        if (always || (column == Column::Other ? ranking_.ofPairs : compared)) {
            shown.push_back(column);
        }
    }
    return shown;
}

figures::RankOrder RankModel::orderOf(Column column) {
    switch (column) {
    case Column::Value:
        return figures::RankOrder::Value;
    case Column::Z:
    case Column::Standing:
        return figures::RankOrder::Z;
    case Column::Departure:
        return figures::RankOrder::Departure;
    default:
        return figures::RankOrder::Place;
    }
}

int RankModel::columnOf(figures::RankOrder order) const {
    const std::vector<Column> shown = columns();
    auto found = std::ranges::find(shown, order, &RankModel::orderOf);
    if (found == shown.end()) {
        found = std::ranges::find(shown, Column::Value);
    }
    return static_cast<int>(found - shown.begin());
}

bool RankModel::isCount(int column) const {
    const Column shown = columns()[static_cast<std::size_t>(column)];
    return shown == Column::Layer || shown == Column::Other || shown == Column::Head;
}

void RankModel::sort(int column, Qt::SortOrder order) {
    const std::vector<Column> shown = columns();
    if (column < 0 || column >= static_cast<int>(shown.size())) {
        return;
    }
    emit layoutAboutToBeChanged();
    order_ = orderOf(shown[static_cast<std::size_t>(column)]);
    ascending_ = order == Qt::AscendingOrder;
    this->order();
    changePersistentIndexList(persistentIndexList(), QModelIndexList(persistentIndexList().size()));
    emit layoutChanged();
}

QString RankModel::textOf(const QModelIndexList& rows) const {
    std::vector<std::size_t> places;
    for (const QModelIndex& row : rows) {
        places.push_back(static_cast<std::size_t>(row.row()));
    }
    std::ranges::sort(places);
    for (std::size_t& place : places) {
        place = places_[place];
    }
    return QString::fromStdString(figures::toText(ranking_, rows.isEmpty() ? places_ : places));
}

int RankModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(places_.size());
}

int RankModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(columns().size());
}

QString RankModel::textAt(const figures::RankedCell& cell, Column column) const {
    switch (column) {
    case Column::Layer:
        return QString::number(ranking_.numbers.of(cell.layer));
    case Column::Other:
        return cell.other ? QString::number(ranking_.numbers.of(*cell.other)) : QString();
    case Column::Head:
        return cell.head ? QString::number(cell.head->value) : QString();
    case Column::Value:
        return shortText(cell.value);
    case Column::Reference:
        return shortText(cell.reference);
    case Column::Deviation:
        return shortText(cell.deviation);
    case Column::Z:
        return std::isnan(cell.z) ? QString() : QString::number(cell.z, 'f', 1);
    case Column::Departure:
        return shortText(cell.departure());
    case Column::Standing:
        break;
    }
    return QString::fromUtf8(figures::standingOf(cell));
}

QVariant RankModel::data(const QModelIndex& index, int role) const {
    const figures::RankedCell* cell = cellAt(index.row());
    if (!index.isValid() || cell == nullptr) {
        return {};
    }
    const Column column = columns()[static_cast<std::size_t>(index.column())];
    if (role == Qt::DisplayRole) {
        return textAt(*cell, column);
    }
    if (role == Qt::TextAlignmentRole) {
        const Qt::Alignment side = column == Column::Standing ? Qt::AlignLeft : Qt::AlignRight;
        return QVariant::fromValue(side | Qt::AlignVCenter);
    }
    if (role == Qt::FontRole && cell->standsOut) {
        QFont bold;
        bold.setBold(true);
        return bold;
    }
    return {};
}

QVariant RankModel::headerData(int section, Qt::Orientation orientation, int role) const {
    const std::vector<Column> shown = columns();
    if (orientation == Qt::Vertical || section < 0 || section >= static_cast<int>(shown.size())) {
        return {};
    }
    const Column column = shown[static_cast<std::size_t>(section)];
    if (role == Qt::DisplayRole) {
        switch (column) {
        case Column::Layer:
        case Column::Other:
            return tr("layer");
        case Column::Head:
            return ranking_.ofPairs ? tr("by head") : tr("head");
        case Column::Value:
            return QString::fromStdString(ranking_.valueName);
        case Column::Reference:
            return QString::fromStdString(ranking_.referenceName);
        case Column::Deviation:
            return QStringLiteral("SD");
        case Column::Z:
            return QStringLiteral("z");
        case Column::Departure:
            return tr("departure");
        case Column::Standing:
            return tr("chance");
        }
    }
    if (role == Qt::InitialSortOrderRole) { // the largest first, but by place the first
        return QVariant::fromValue(orderOf(column) == figures::RankOrder::Place ? Qt::AscendingOrder
                                                                                : Qt::DescendingOrder);
    }
    if (role == Qt::ToolTipRole) {
        switch (column) {
        case Column::Head:
            return ranking_.ofPairs ? tr("The head whose cosine is largest in magnitude.") : QString();
        case Column::Reference:
            return tr("What the value would be if the layer or the head did not matter.");
        case Column::Deviation:
            return tr("One standard deviation of the reference, for the averaging on show.");
        case Column::Z:
            return tr("How many standard deviations the value lies from the reference.");
        case Column::Departure:
            return tr("The value less the reference; sorted by magnitude.");
        case Column::Standing:
            return tr(
                "Above, below or within the reference; at most 5 % of the cells outside it are expected to "
                "be there by chance.");
        default:
            return {};
        }
    }
    return {};
}

} // namespace sextant::panels
