// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/rank_panel.h"

#include "core/figures/ranking.h"
#include "ui/panels/rank_model.h"
#include "ui/widgets/navigation_keys.h"

#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QScopedValueRollback>
#include <QShortcut>
#include <QSignalBlocker>
#include <QStyle>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <array>
#include <utility>

namespace sextant::panels {

namespace {

/// In the order of the box.
constexpr std::array kOrders = {figures::RankOrder::Z, figures::RankOrder::Value,
                                figures::RankOrder::Departure, figures::RankOrder::Place};

} // namespace

RankPanel::RankPanel(QWidget* parent)
    : QWidget(parent),
      subject_(new QComboBox),
      order_(new QComboBox),
      narrowed_(new QCheckBox),
      note_(new QLabel),
      table_(new QTableView),
      model_(new RankModel(this)) {
    subject_->addItems({tr("Pairs of layers"), tr("Heads of layers")});
    subject_->setAccessibleName(tr("Listed"));
    order_->addItems({tr("by z"), tr("by value"), tr("by departure"), tr("by place")});
    order_->setAccessibleName(tr("Order"));
    note_->setWordWrap(true);
    table_->setModel(model_);
    table_->setAccessibleName(tr("Rank"));
    table_->setAccessibleDescription(tr("Enter goes to the pair or the head of the row"));
    table_->setSelectionBehavior(QAbstractItemView::SelectRows);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setTabKeyNavigation(false);
    table_->setSortingEnabled(true);
    table_->setWordWrap(false);
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setMinimumSectionSize(0);
    table_->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    table_->horizontalHeader()->setHighlightSections(false);
    new widgets::NavigationKeys(table_);
    auto* copyRows = new QPushButton(tr("Cop&y"));
    copyRows->setAccessibleDescription(tr("Copies the selected rows, or all of them, as tab-separated text"));
    // A shortcut, because the table's own would copy one cell.
    auto* copyKey = new QShortcut(QKeySequence(QKeySequence::Copy), this);
    copyKey->setContext(Qt::WidgetWithChildrenShortcut);

    auto* choices = new QHBoxLayout;
    choices->addWidget(subject_);
    choices->addWidget(order_);
    choices->addStretch(1);
    choices->addWidget(copyRows);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 8);
    layout->addLayout(choices);
    layout->addWidget(narrowed_);
    layout->addWidget(note_);
    layout->addWidget(table_);

    connect(subject_, &QComboBox::currentIndexChanged, this, &RankPanel::fill);
    connect(narrowed_, &QCheckBox::toggled, this, &RankPanel::fill);
    connect(order_, &QComboBox::currentIndexChanged, this, &RankPanel::sortBy);
    connect(table_, &QTableView::activated, this,
            [this](const QModelIndex& index) { activate(index.row()); });
    connect(table_->horizontalHeader(), &QHeaderView::sortIndicatorChanged, this, [this] {
        if (ordering_) {
            return; // without a reference there is no z to order by yet: what was chosen stays so
        }
        const QSignalBlocker quiet(order_);
        order_->setCurrentIndex(
            static_cast<int>(std::ranges::find(kOrders, model_->shownOrder()) - kOrders.begin()));
        // A column without an order of its own, such as the reference's, is listed by place.
        QHeaderView* header = table_->horizontalHeader();
        const QScopedValueRollback ordering(ordering_, true);
        header->setSortIndicator(model_->columnOf(model_->shownOrder()), header->sortIndicatorOrder());
    });
    connect(copyRows, &QPushButton::clicked, this, &RankPanel::copy);
    connect(copyKey, &QShortcut::activated, this, &RankPanel::copy);
}

bool RankPanel::listsPairs() const {
    return subject_->currentIndex() == 0;
}

void RankPanel::setView(std::shared_ptr<const quantities::AnchorView> view, MapQuantity quantity,
                        int signTop) {
    if (view == view_ && quantity == quantity_ && signTop == signTop_) {
        return;
    }
    if (!view_ || !view || view_->tables->artifact->grams != view->tables->artifact->grams) {
        chosenLayer_.reset();
    }
    view_ = std::move(view);
    quantity_ = quantity;
    signTop_ = signTop;
    fill();
}

void RankPanel::nameFilter() {
    QString name;
    if (listsPairs()) {
        name = tr("O&nly pairs with the anchor, layer %1").arg(view_->layerNumbers().of(view_->anchor));
    } else if (view_->head) {
        name = tr("O&nly head %1").arg(view_->head->value);
    } else if (chosenLayer_ && *chosenLayer_ != view_->anchor) {
        name = tr("O&nly layer %1, of the pair chosen last").arg(view_->layerNumbers().of(*chosenLayer_));
    }
    narrowed_->setEnabled(!name.isEmpty());
    narrowed_->setText(name.isEmpty() ? tr("O&nly the head or pair that is chosen") : name);
}

void RankPanel::fill() {
    if (!view_) {
        return;
    }
    const bool subjectChanges = model_->ranking().ofPairs != listsPairs();
    nameFilter();
    figures::RankFilter filter;
    if (narrowed_->isEnabled() && narrowed_->isChecked()) {
        if (listsPairs()) {
            filter.layer = view_->anchor;
        } else if (view_->head) {
            filter.head = view_->head;
        } else {
            filter.layer = chosenLayer_;
        }
    }
    const figures::RankedCell* current = model_->cellAt(table_->currentIndex().row());
    const auto kept = current != nullptr && !subjectChanges ? std::optional(*current) : std::nullopt;
    model_->setRanking(listsPairs() ? figures::rankedPairs(*view_)
                                    : figures::rankedHeads(*view_, quantity_, signTop_),
                       filter);
    const figures::Ranking& ranking = model_->ranking();
    const QString title = QString::fromStdString(ranking.title);
    note_->setText(ranking.note.empty()
                       ? title
                       : QStringLiteral("%1 (%2)").arg(title, QString::fromStdString(ranking.note)));
    if (subjectChanges || model_->columnCount() != columns_) {
        columns_ = model_->columnCount();
        sortBy(order_->currentIndex());
        fitColumns();
    }
    if (kept) {
        table_->setCurrentIndex(model_->index(model_->rowOf(*kept), 0));
    }
}

void RankPanel::fitColumns() {
    QFont bold = table_->font(); // of the rows that stand out
    bold.setBold(true);
    const QFontMetrics metrics(bold);
    for (int column = 0; column < model_->columnCount(); ++column) {
        const QString header = model_->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString();
        const bool isCount = model_->isCount(column);
        const int cell =
            metrics.horizontalAdvance(isCount ? QStringLiteral("000") : QStringLiteral("-0.00000"));
        const int arrow = style()->pixelMetric(QStyle::PM_HeaderMarkSize) + 12;
        table_->setColumnWidth(column, std::max(metrics.horizontalAdvance(header) + arrow, cell + 12));
    }
    updateGeometry();
}

QSize RankPanel::sizeHint() const {
    const int columns = table_->horizontalHeader()->sectionPosition(std::max(model_->columnCount() - 3, 0));
    // Before there are rows the width is a guess.
    const int character = fontMetrics().averageCharWidth();
    return {std::clamp(columns + 56, character * 54, character * 70), QWidget::sizeHint().height()};
}

void RankPanel::sortBy(int index) {
    const figures::RankOrder order = kOrders[static_cast<std::size_t>(std::max(index, 0))];
    const bool ascending = order == figures::RankOrder::Place;
    const QScopedValueRollback ordering(ordering_, true);
    table_->sortByColumn(model_->columnOf(order), ascending ? Qt::AscendingOrder : Qt::DescendingOrder);
    table_->scrollToTop();
}

void RankPanel::activate(int row) {
    const figures::RankedCell* cell = model_->cellAt(row);
    if (cell == nullptr) {
        return;
    }
    if (cell->other) {
        chosenLayer_ = cell->other;
        emit pairChosen(cell->layer, *cell->other);
    } else {
        emit headChosen(cell->layer, *cell->head);
    }
}

void RankPanel::copy() {
    QGuiApplication::clipboard()->setText(model_->textOf(table_->selectionModel()->selectedRows()));
}

} // namespace sextant::panels
