// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/opening/model_scout.h"

#include <QStandardItemModel>

#include <vector>

namespace sextant::opening {

/// The models to choose from, those measured recently above those of the cache: a tree of two groups with a
/// line for each model.
class ModelList : public QStandardItemModel {
    Q_OBJECT
public:
    enum Column { Model, Type, Layers, Heads, Size, Time, ColumnCount };

    explicit ModelList(QObject* parent = nullptr);

    void setEntries(const std::vector<ModelEntry>& entries);
    /// Of those last set.
    void setEntry(int index, const ModelEntry& entry);

    /// What a person would type for the model at `index`; empty for a group.
    [[nodiscard]] QString modelAt(const QModelIndex& index) const;

    /// All of them, each once.
    [[nodiscard]] QStringList models() const;

private:
    QList<QStandardItem*> rows_; ///< the first cell of each entry
};

} // namespace sextant::opening
