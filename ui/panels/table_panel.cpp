// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/table_panel.h"

#include "ui/panels/figure_table_model.h"
#include "ui/plots/alignment_plot.h"
#include "ui/widgets/navigation_keys.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QShortcut>
#include <QTableView>
#include <QVBoxLayout>

#include <utility>

namespace sextant::panels {

TablePanel::TablePanel(QWidget* parent)
    : QWidget(parent),
      title_(new QLabel),
      table_(new QTableView),
      model_(new FigureTableModel(this)) {
    table_->setModel(model_);
    table_->setAccessibleName(tr("Numbers of the plot"));
    table_->verticalHeader()->hide();
    table_->verticalHeader()->setMinimumSectionSize(0);
    table_->verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 6);
    table_->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table_->setTabKeyNavigation(false);
    new widgets::NavigationKeys(table_);
    auto* copyAll = new QPushButton(tr("&Copy"));
    copyAll->setAccessibleDescription(tr("Copies the selected cells, or all of them, as tab-separated text"));
    connect(copyAll, &QPushButton::clicked, this, &TablePanel::copy);
    // A shortcut, because the table's own would copy one cell.
    auto* copyKey = new QShortcut(QKeySequence(QKeySequence::Copy), this);
    copyKey->setContext(Qt::WidgetWithChildrenShortcut);
    connect(copyKey, &QShortcut::activated, this, &TablePanel::copy);
    auto* top = new QHBoxLayout;
    top->addWidget(title_, 1);
    top->addWidget(copyAll);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 4, 8, 8);
    layout->addLayout(top);
    layout->addWidget(table_);
}

void TablePanel::showPlot(const plots::AlignmentPlot& plot) {
    figures::FigureTable numbers = plot.table();
    title_->setText(numbers.title.empty() ? tr(figures::plotTitle(plot.kind()))
                                          : QString::fromStdString(numbers.title));
    const int row = table_->currentIndex().row();
    const int column = table_->currentIndex().column();
    model_->setTable(std::move(numbers));
    if (!table_->currentIndex().isValid()) { // other columns: the cursor stays in its place all the same
        table_->setCurrentIndex(model_->index(row, column));
    }
    table_->resizeColumnsToContents();
}

void TablePanel::copy() {
    QGuiApplication::clipboard()->setText(model_->textOf(table_->selectionModel()->selectedIndexes()));
}

} // namespace sextant::panels
