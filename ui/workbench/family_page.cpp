// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/workbench/family_page.h"

#include "core/figures/family_figures.h"
#include "ui/plots/alignment_plot.h"
#include "ui/workbench/head_table_model.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>

namespace sextant::workbench {

namespace {

/// Fits words, plots and a few rows of the table on a screen 600 pixels high.
constexpr int kLowestPlot = 110;

QTableView* tableOf(HeadTableModel* model) {
    auto* table = new QTableView;
    auto* sorted = new QSortFilterProxyModel(table);
    sorted->setSourceModel(model);
    sorted->setSortRole(HeadTableModel::kSortRole);
    table->setModel(sorted);
    table->setSortingEnabled(true);
    table->sortByColumn(HeadTableModel::Heads, Qt::AscendingOrder);
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setAlternatingRowColors(true);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->verticalHeader()->hide();
    table->verticalHeader()->setDefaultSectionSize(table->fontMetrics().height() + 6);
    table->horizontalHeader()->setHighlightSections(false);
    table->horizontalHeader()->setStretchLastSection(true);
    table->setTabKeyNavigation(false);
    table->setAccessibleName(FamilyPage::tr("What the layers share, head by head"));
    return table;
}

} // namespace

FamilyPage::FamilyPage(plots::AlignmentPlot* eigenvalues, plots::AlignmentPlot* anchors, QWidget* parent)
    : QWidget(parent),
      summary_(new QLabel),
      suggestionText_(new QLabel),
      add_(new QPushButton(tr("Add"))),
      blocks_(new QCheckBox(tr("Draw depth &blocks on the map of layers"))),
      model_(new HeadTableModel(this)) {
    table_ = tableOf(model_);
    for (QLabel* label : {summary_, suggestionText_}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    summary_->setAccessibleName(tr("What the layers share"));
    suggestionText_->setAccessibleName(tr("Next anchor"));
    add_->setAccessibleName(tr("Add the suggested anchor"));
    blocks_->setToolTip(tr("Contiguous layers that are each nearly one operator, where their order says more "
                           "than shuffled orders do"));
    auto* next = new QHBoxLayout;
    next->addWidget(suggestionText_, 1);
    next->addWidget(add_, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setContentsMargins(12, 8, 12, 4);
    words->addWidget(summary_);
    words->addLayout(next);
    words->addWidget(blocks_);

    auto* parts = new QSplitter(Qt::Vertical);
    parts->setChildrenCollapsible(false);
    for (plots::AlignmentPlot* plot : {eigenvalues, anchors}) {
        plot->setMinimumHeight(kLowestPlot);
        parts->addWidget(plot);
    }
    table_->setMinimumHeight(table_->fontMetrics().height() * 5);
    parts->addWidget(table_);
    parts->setSizes({300, 300, 260});
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(words);
    layout->addWidget(parts, 1);

    connect(blocks_, &QCheckBox::toggled, this,
            [this](bool shown) { emit changeRequested(workspace::ShowDepthBlocks{shown}); });
    connect(add_, &QPushButton::clicked, this, [this] {
        if (found_ && found_->suggestion) {
            emit changeRequested(workspace::ToggleAnchor{found_->suggestion->step.layer});
        }
    });
    connect(table_->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& current) {
                if (current.isValid() && !following_) {
                    emit changeRequested(workspace::ShowHead{HeadTableModel::headAt(current)});
                }
            });
    showSuggestion();
}

void FamilyPage::setView(const quantities::AnchorView& view) {
    const std::string text = figures::familyText(view);
    grams_ = view.tables->artifact->grams;
    showSuggestion();
    summary_->setText(QString::fromStdString(text.empty() ? figures::kFamilyAwaited : text));
    if (model_->setFamily(view.family, view.layerNumbers())) {
        table_->resizeColumnsToContents();
        selectHead();
    }
}

void FamilyPage::setState(const workspace::ViewState& state) {
    state_ = state;
    const QSignalBlocker quiet(blocks_);
    blocks_->setChecked(state.depthBlocks);
    selectHead();
    showSuggestion();
}

void FamilyPage::setSuggestion(const session::SuggestedAnchor& found) {
    found_ = found;
    showSuggestion();
}

void FamilyPage::showSuggestion() {
    const bool isCurrent =
        found_ && found_->grams == grams_ && found_->anchors == state_.anchors && found_->head == state_.head;
    const bool isThere = isCurrent && found_->suggestion;
    add_->setEnabled(isThere && state_.anchors.size() < workspace::kMostAnchors);
    if (isThere) {
        suggestionText_->setText(tr("Next anchor: %1")
                                     .arg(QString::fromStdString(
                                         figures::suggestionText(*found_->suggestion, found_->numbers()))));
        add_->setText(tr("Add Layer %1").arg(found_->numbers().of(found_->suggestion->step.layer)));
    } else {
        suggestionText_->setText(isCurrent ? tr("Next anchor: no other layer is left to explain.")
                                           : tr("Next anchor: not known yet."));
    }
}

void FamilyPage::selectHead() {
    following_ = true;
    const auto* sorted = static_cast<const QSortFilterProxyModel*>(table_->model());
    const QModelIndex row = sorted->mapFromSource(model_->rowOf(state_.head));
    if (row.isValid() && row != table_->currentIndex()) {
        table_->setCurrentIndex(row);
        table_->selectRow(row.row());
        table_->scrollTo(row);
    }
    following_ = false;
}

} // namespace sextant::workbench
