// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"

#include <QWidget>

#include <memory>
#include <string>

class QJsonValue;
class QTreeWidget;
class QTreeWidgetItem;

namespace sextant::panels {

/// Where the numbers come from: the files, their sizes, every key of the JSON that the analysis does not
/// need, and what was suspicious. Long values are cut for the list; all of one is in its tool tip and in the
/// copy.
class ProvenancePanel : public QWidget {
    Q_OBJECT
public:
    explicit ProvenancePanel(QWidget* parent = nullptr);

    void setArtifact(const std::shared_ptr<const artifact::Artifact>& artifact);

private:
    void copyCurrent();
    QTreeWidgetItem* addSection(const QString& title);
    QTreeWidgetItem* addRow(QTreeWidgetItem* section, const QString& name, const std::string& value);
    void addJson(QTreeWidgetItem* section, const QString& name, const std::string& json);
    void addValue(QTreeWidgetItem* section, const QString& name, const QJsonValue& value);

    QTreeWidget* tree_;
    std::size_t nestedRows_ = 0;
};

} // namespace sextant::panels
