// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/head_table_model.h"

#include "core/figures/family_figures.h"
#include "core/figures/number_text.h"

#include <array>
#include <cmath>
#include <utility>

namespace sextant::workbench {

namespace {

constexpr int kHeadRole = HeadTableModel::kSortRole + 1;

QString numberText(double value) {
    return QString::fromStdString(figures::shortNumber(value));
}

/// Below every number where there is none.
double sortValueOf(const family::HeadFamily& head, int column) {
    switch (column) {
    case HeadTableModel::Operators:
        return head.dimension.operatorsFor90Percent.value_or(-1);
    case HeadTableModel::Participation:
        return std::isfinite(head.dimension.participationRatio) ? head.dimension.participationRatio : -1.0;
    case HeadTableModel::Blocks:
        return static_cast<double>(head.depth.blocks.size());
    case HeadTableModel::BestAnchor:
        return head.bestAnchor ? head.bestAnchor->value : -1;
    default:
        return head.bestAnchor ? head.bestAnchorRSquared : -1.0;
    }
}

} // namespace

QString HeadTableModel::blocksText(const family::HeadFamily& head) const {
    const auto& blocks = head.depth.blocks;
    if (blocks.size() < 2) {
        return tr("none");
    }
    return QStringLiteral("%1: %2")
        .arg(blocks.size())
        .arg(QString::fromStdString(figures::blocksText(blocks, numbers_)));
}

QString HeadTableModel::textOf(const family::HeadFamily& head, int column) const {
    switch (column) {
    case Operators:
        return head.dimension.operatorsFor90Percent ? QString::number(*head.dimension.operatorsFor90Percent)
                                                    : tr("none");
    case Participation:
        return numberText(head.dimension.participationRatio);
    case Blocks:
        return blocksText(head);
    case BestAnchor:
        return head.bestAnchor ? QString::number(numbers_.of(*head.bestAnchor)) : tr("none");
    default:
        return head.bestAnchor ? numberText(head.bestAnchorRSquared) : QString();
    }
}

bool HeadTableModel::setFamily(std::shared_ptr<const family::Family> family, const LayerNumbers& numbers) {
    if (family == family_) {
        return false;
    }
    beginResetModel();
    numbers_ = numbers;
    family_ = std::move(family);
    endResetModel();
    return true;
}

HeadSelection HeadTableModel::headAt(const QModelIndex& index) {
    const int head = index.data(kHeadRole).toInt();
    return head < 0 ? HeadSelection() : HeadSelection(HeadIndex{head});
}

QModelIndex HeadTableModel::rowOf(HeadSelection head) const {
    return index(head ? head->value + 1 : 0, 0);
}

const family::HeadFamily& HeadTableModel::headOf(int row) const {
    return row == 0 ? family_->ofMean : family_->heads[static_cast<std::size_t>(row - 1)];
}

int HeadTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !family_ ? 0 : static_cast<int>(family_->heads.size()) + 1;
}

int HeadTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : Columns;
}

QVariant HeadTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const int row = index.row();
    const bool isHead = index.column() == Heads;
    switch (role) {
    case Qt::DisplayRole:
        return isHead ? (row == 0 ? tr("mean") : QString::number(row - 1))
                      : textOf(headOf(row), index.column());
    case Qt::ToolTipRole:
        return index.column() == Blocks ? QVariant(blocksText(headOf(row))) : QVariant();
    case Qt::TextAlignmentRole:
        return QVariant::fromValue(
            Qt::Alignment((index.column() == Blocks ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter));
    case kSortRole:
        return isHead ? row - 1.0 : sortValueOf(headOf(row), index.column());
    case kHeadRole:
        return row - 1;
    default:
        return {};
    }
}

QVariant HeadTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    static constexpr std::array<std::pair<const char*, const char*>, Columns> texts{{
        {QT_TR_NOOP("Head"), QT_TR_NOOP("The mean cosine over heads, or one head; click a row to show it")},
        {QT_TR_NOOP("For 90 %"),
         QT_TR_NOOP("The fewest eigenvalues of the layers' cosines that hold 90 % of their sum")},
        {QT_TR_NOOP("Participation"), QT_TR_NOOP("Participation ratio, (sum of eigenvalues)\u00b2 / sum of "
                                                 "their squares: 1 when all layers are one operator")},
        {QT_TR_NOOP("Best anchor"), QT_TR_NOOP("The layer with the largest mean C\u00b2 to the others")},
        {QT_TR_NOOP("its R\u00b2"), QT_TR_NOOP("That mean C\u00b2")},
        {QT_TR_NOOP("Depth blocks"),
         QT_TR_NOOP("Contiguous layers that are each nearly one operator; none where the order of the layers "
                    "says no more than chance")},
    }};
    const auto& text = texts[static_cast<std::size_t>(section)];
    return role == Qt::DisplayRole   ? QVariant(tr(text.first))
           : role == Qt::ToolTipRole ? QVariant(tr(text.second))
                                     : QVariant();
}

} // namespace sextant::workbench
