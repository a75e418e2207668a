// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/integrity/integrity_report.h"

#include <QWidget>

#include <memory>
#include <string>

class QJsonValue;
class QTreeWidget;
class QTreeWidgetItem;

namespace sextant::panels {

/// Where the numbers come from: the files, their sizes, what every check of them found, and every key of the
/// JSON that the analysis does not use. Values are shortened in the list and the tool tip; copying yields the
/// whole value.
class ProvenancePanel : public QWidget {
    Q_OBJECT
public:
    explicit ProvenancePanel(QWidget* parent = nullptr);

    /// Both null for none.
    void setArtifact(const std::shared_ptr<const artifact::Artifact>& artifact,
                     const std::shared_ptr<const integrity::IntegrityReport>& integrity);

private:
    void copyCurrent();
    QTreeWidgetItem* addSection(const QString& title);
    void addChecks(const integrity::IntegrityReport& report);
    QTreeWidgetItem* addRow(QTreeWidgetItem* section, const QString& name, const std::string& value);
    void addJson(QTreeWidgetItem* section, const QString& name, const std::string& json);
    void addValue(QTreeWidgetItem* section, const QString& name, const QJsonValue& value);

    QTreeWidget* tree_;
    std::size_t nestedRows_ = 0;
};

} // namespace sextant::panels
