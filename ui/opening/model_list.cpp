// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/opening/model_list.h"

#include "core/base/amount_text.h"
#include "core/measure/cached_survey.h"
#include "ui/notices/advice_text.h"
#include "ui/session/shown_text.h"

#include <QFont>

namespace sextant::opening {

namespace {

constexpr int kModelRole = Qt::UserRole;
constexpr std::size_t kLongestListCell = 60;
constexpr std::size_t kLongestListTip = 2000;

QStandardItem* makeItem(const QString& text = {}) {
    auto* item = new QStandardItem(text);
    item->setEditable(false);
    return item;
}

QStandardItem* makeGroup(const QString& title) {
    QStandardItem* group = makeItem(title);
    group->setSelectable(false);
    QFont font = group->font();
    font.setBold(true);
    group->setFont(font);
    return group;
}

/// A tool tip guesses whether it is rich text; marked as such and escaped, a text is shown as it is.
QString plainTip(const QString& text) {
    return QStringLiteral("<qt>%1</qt>").arg(session::shownText(text, kLongestListTip).toHtmlEscaped());
}

QString cellText(const ModelEntry& entry, int column) {
    const measure::ModelSurvey* survey = entry.survey && *entry.survey ? &**entry.survey : nullptr;
    switch (column) {
    case ModelList::Model:
        return session::shownText(entry.model, kLongestListCell);
    case ModelList::Type:
        if (!entry.survey) {
            return QStringLiteral("\u2026");
        }
        return survey ? session::shownText(QString::fromStdString(survey->modelType), kLongestListCell)
                      : QString();
    case ModelList::Layers:
        return survey ? QString::number(survey->shape.layers) : QString();
    case ModelList::Heads:
        return survey ? QString::fromStdString(measure::headsText(survey->shape)) : QString();
    case ModelList::Size:
        return entry.bytes > 0 ? QString::fromStdString(bytesText(entry.bytes)) : QString();
    default:
        if (entry.survey && !survey) {
            return ModelList::tr("unsupported");
        }
        return entry.seconds ? QString::fromStdString(durationText(*entry.seconds)) : QString();
    }
}

} // namespace

ModelList::ModelList(QObject* parent) : QStandardItemModel(0, ColumnCount, parent) {
    setHorizontalHeaderLabels({tr("Model"), tr("Type"), tr("Layers"), tr("Heads"), tr("Size"), tr("Time")});
    horizontalHeaderItem(Heads)->setToolTip(tr("Query heads, and key heads where they share them"));
    horizontalHeaderItem(Time)->setToolTip(
        tr("Estimated from the model's shapes and this machine's speed; a slow disk adds to it"));
    for (const int column : {Layers, Heads, Size, Time}) {
        horizontalHeaderItem(column)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    }
}

void ModelList::setEntries(const std::vector<ModelEntry>& entries) {
    removeRows(0, rowCount());
    rows_.clear();
    QStandardItem* recent = nullptr;
    QStandardItem* cached = nullptr;
    for (const ModelEntry& entry : entries) {
        QStandardItem*& group = entry.isRecent ? recent : cached;
        if (group == nullptr) {
            group = makeGroup(entry.isRecent ? tr("Measured recently") : tr("In the Hugging Face cache"));
            appendRow(group);
        }
        QList<QStandardItem*> cells;
        for (int column = 0; column < ColumnCount; ++column) {
            cells.append(makeItem());
            if (column >= Layers) {
                cells.last()->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
            }
        }
        group->appendRow(cells);
        rows_.append(cells.first());
        setEntry(static_cast<int>(rows_.size()) - 1, entry);
    }
}

void ModelList::setEntry(int index, const ModelEntry& entry) {
    QStandardItem* first = rows_.value(index);
    if (first == nullptr) {
        return;
    }
    const bool failed = entry.survey && !*entry.survey;
    for (int column = 0; column < ColumnCount; ++column) {
        QStandardItem* cell = first->parent()->child(first->row(), column);
        cell->setText(cellText(entry, column));
        cell->setToolTip(plainTip(failed ? notices::bannerText(entry.survey->error()) : entry.model));
    }
    first->setData(entry.model, kModelRole);
}

QString ModelList::modelAt(const QModelIndex& index) const {
    return index.siblingAtColumn(Model).data(kModelRole).toString();
}

QStringList ModelList::models() const {
    QStringList models;
    for (const QStandardItem* row : rows_) {
        models.append(row->data(kModelRole).toString());
    }
    models.removeDuplicates();
    return models;
}

} // namespace sextant::opening
