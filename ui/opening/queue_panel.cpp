// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/opening/queue_panel.h"

#include "ui/opening/measure_queue.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace sextant::opening {

QueuePanel::QueuePanel(MeasureQueue& queue, QWidget* parent)
    : QWidget(parent),
      queue_(queue),
      view_(new QTreeView),
      open_(new QPushButton(tr("Open"))),
      again_(new QPushButton(tr("Go On"))),
      remove_(new QPushButton(tr("Remove"))) {
    view_->setModel(&queue);
    view_->setAccessibleName(tr("Measurements"));
    view_->setRootIsDecorated(false);
    view_->setUniformRowHeights(true);
    view_->setAllColumnsShowFocus(true);
    view_->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    view_->header()->setSectionResizeMode(MeasureQueue::Progress, QHeaderView::Stretch);
    view_->header()->setStretchLastSection(false);
    // So low that the plots keep their room; a person can pull it higher.
    view_->setMinimumHeight(view_->header()->sizeHint().height() + 3 * fontMetrics().lineSpacing() + 8);
    view_->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    auto* buttons = new QVBoxLayout;
    for (QPushButton* button : {open_, again_, remove_}) {
        buttons->addWidget(button);
    }
    buttons->addStretch();
    auto* layout = new QHBoxLayout(this);
    layout->addWidget(view_);
    layout->addLayout(buttons);
    connect(open_, &QPushButton::clicked, this, [this] { emit openRequested(queue_.artifactOf(row())); });
    connect(again_, &QPushButton::clicked, this, [this] { queue_.again(row()); });
    connect(remove_, &QPushButton::clicked, this, [this] { queue_.remove(row()); });
    connect(view_, &QTreeView::activated, this, [this] {
        if (open_->isEnabled()) {
            emit openRequested(queue_.artifactOf(row()));
        }
    });
    connect(view_->selectionModel(), &QItemSelectionModel::currentChanged, this, &QueuePanel::update);
    connect(&queue, &QAbstractItemModel::dataChanged, this, &QueuePanel::update);
    connect(&queue, &QAbstractItemModel::rowsRemoved, this, &QueuePanel::update);
    update();
}

int QueuePanel::row() const {
    return view_->currentIndex().row();
}

void QueuePanel::update() {
    using State = MeasureQueue::State;
    const bool any = row() >= 0;
    const State state = any ? queue_.stateOf(row()) : State::Waiting;
    open_->setEnabled(any && state == State::Done);
    again_->setEnabled(any && (state == State::Failed || state == State::Stopped));
    remove_->setEnabled(any);
    remove_->setText(any && state == State::Running ? tr("Stop") : tr("Remove"));
}

} // namespace sextant::opening
