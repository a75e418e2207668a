// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/provenance_panel.h"

#include "core/base/display_text.h"
#include "core/integrity/wording.h"
#include "ui/headline/headline_text.h"
#include "ui/plots/model_text.h"
#include "ui/session/paths.h"
#include "ui/session/shown_text.h"
#include "ui/widgets/navigation_keys.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QShortcut>
#include <QTreeWidget>
#include <QVBoxLayout>

#include <algorithm>
#include <string_view>

namespace sextant::panels {

namespace {

constexpr std::size_t kLongestShown = 200;
constexpr std::size_t kLongestTip = 2000;
constexpr std::size_t kLongestKept = 20000; ///< bytes that can be copied
constexpr std::size_t kLongestTakenApart = 100000;
constexpr std::size_t kMostRows = 500;

/// Values can be megabytes long; widgets get a short form.
QString shown(const std::string& value, std::size_t longest) {
    return QString::fromStdString(displayText(value, longest));
}

/// The value itself, as far as it is kept.
QString kept(const std::string& value) {
    if (value.size() <= kLongestKept) {
        return QString::fromStdString(value);
    }
    return QString::fromUtf8(value.data(), static_cast<qsizetype>(kLongestKept)) + QChar(0x2026);
}

/// A value on one line: a string without its quotes, a list of such, otherwise JSON.
std::string lineOf(const QJsonValue& value) {
    if (value.isString()) {
        return session::utf8Of(value.toString());
    }
    if (value.isArray()) {
        const QJsonArray items = value.toArray();
        std::string line;
        for (qsizetype i = 0; i < items.size(); ++i) {
            line += (i == 0 ? "" : ", ") + lineOf(items[i]);
        }
        return items.isEmpty() ? "none" : line;
    }
    const QByteArray wrapped = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return wrapped.mid(1, wrapped.size() - 2).toStdString();
}

QString signOf(integrity::Severity severity) {
    switch (severity) {
    case integrity::Severity::Passed:
        return QString(QChar(0x2713)); // a check mark
    case integrity::Severity::Note:
        return QStringLiteral("i");
    case integrity::Severity::Warning:
        return QStringLiteral("!");
    case integrity::Severity::Error:
        return QString(QChar(0x2717)); // a ballot X
    case integrity::Severity::NotApplicable:
        break;
    }
    return QString(QChar(0x2013)); // a dash
}

bool holdsObjects(const QJsonValue& value) {
    const QJsonArray items = value.toArray();
    return std::any_of(items.begin(), items.end(), [](const QJsonValue& item) { return item.isObject(); });
}

} // namespace

ProvenancePanel::ProvenancePanel(QWidget* parent) : QWidget(parent), tree_(new QTreeWidget) {
    tree_->setColumnCount(2);
    tree_->setHeaderLabels({tr("Name"), tr("Value")});
    tree_->setRootIsDecorated(false);
    tree_->setUniformRowHeights(true);
    tree_->setTextElideMode(Qt::ElideRight);
    tree_->setAlternatingRowColors(true);
    tree_->setAccessibleName(tr("About this artifact"));
    new widgets::NavigationKeys(tree_);
    auto* copyKey = new QShortcut(QKeySequence(QKeySequence::Copy), this);
    copyKey->setContext(Qt::WidgetWithChildrenShortcut);
    connect(copyKey, &QShortcut::activated, this, &ProvenancePanel::copyCurrent);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(tree_);
}

QTreeWidgetItem* ProvenancePanel::addSection(const QString& title) {
    auto* section = new QTreeWidgetItem(tree_, {title});
    QFont bold = tree_->font();
    bold.setBold(true);
    section->setFont(0, bold);
    section->setFirstColumnSpanned(true);
    section->setExpanded(true);
    return section;
}

QTreeWidgetItem* ProvenancePanel::addRow(QTreeWidgetItem* section, const QString& name,
                                         const std::string& value) {
    auto* row =
        new QTreeWidgetItem(section, {session::shownText(name, kLongestShown), shown(value, kLongestShown)});
    row->setData(1, Qt::UserRole, kept(value));
    row->setToolTip(1, QStringLiteral("<p>%1</p>").arg(shown(value, kLongestTip).toHtmlEscaped()));
    return row;
}

void ProvenancePanel::addJson(QTreeWidgetItem* section, const QString& name, const std::string& json) {
    // Numbers stay as written, and so do values too long to be parsed here.
    const bool structured = !json.empty() && std::string_view("\"[{").find(json.front()) != std::string::npos;
    if (!structured || json.size() > kLongestTakenApart) {
        addRow(section, name, json);
        return;
    }
    const auto document = QJsonDocument::fromJson(QByteArray::fromStdString('[' + json + ']'));
    if (document.array().isEmpty()) {
        addRow(section, name, json);
    } else {
        addValue(section, name, document.array().first());
    }
}

void ProvenancePanel::addValue(QTreeWidgetItem* section, const QString& name, const QJsonValue& value) {
    if (++nestedRows_ > kMostRows) {
        return;
    }
    if (value.isObject()) {
        QTreeWidgetItem* row = addRow(section, name, {});
        const QJsonObject object = value.toObject();
        for (auto member = object.begin(); member != object.end(); ++member) {
            addValue(row, member.key(), member.value());
        }
    } else if (holdsObjects(value)) {
        QTreeWidgetItem* row = addRow(section, name, {});
        const QJsonArray items = value.toArray();
        for (qsizetype i = 0; i < items.size(); ++i) {
            addValue(row, QString::number(i), items[i]);
        }
    } else {
        addRow(section, name, lineOf(value));
    }
}

void ProvenancePanel::addChecks(const integrity::IntegrityReport& report) {
    QTreeWidgetItem* section = addSection(tr("Checks"));
    for (const integrity::Check& check : report.checks) {
        const std::string place = check.worst && !check.worst->name.empty() ? check.worst->name + ": " : "";
        const QString title = QString::fromUtf8(integrity::titleOf(check.id));
        QTreeWidgetItem* row = addRow(section, QStringLiteral("%1 %2").arg(signOf(check.severity), title),
                                      place + integrity::sentenceOf(check));
        // A sign is read out as its severity.
        row->setData(
            0, Qt::AccessibleTextRole,
            QStringLiteral("%1: %2").arg(QString::fromUtf8(integrity::nameOf(check.severity)), title));
    }
}

void ProvenancePanel::setArtifact(const std::shared_ptr<const artifact::Artifact>& artifact,
                                  const std::shared_ptr<const integrity::IntegrityReport>& integrity) {
    tree_->clear();
    nestedRows_ = 0;
    if (!artifact) {
        return;
    }
    const artifact::GramFile& grams = *artifact->grams;
    QTreeWidgetItem* files = addSection(tr("Files"));
    addRow(files, tr("Model"), plots::modelText(grams).toStdString());
    addRow(files, tr("Sizes"), headline::sizesText(grams.shape).toStdString());
    addRow(files, tr("Grams"), grams.path.string());
    if (artifact->tensors) {
        const artifact::TensorFile& tensors = *artifact->tensors;
        addRow(files, tr("Tensors"), tensors.path.string());
        addRow(files, tr("Directions"),
               tr("%1 per head, %2")
                   .arg(tensors.topk)
                   .arg(QString::fromStdString(tensor::elementName(tensors.directions.type)))
                   .toStdString());
    } else if (artifact->tensorError) {
        addRow(files, tr("Tensors"), describe(*artifact->tensorError));
    }

    addChecks(*integrity);
    if (!grams.provenance.empty()) {
        QTreeWidgetItem* section = addSection(tr("Provenance"));
        for (std::size_t i = 0; i < grams.provenance.size() && i < kMostRows; ++i) {
            addJson(section, shown(grams.provenance[i].key, kLongestShown), grams.provenance[i].value);
        }
    }
    tree_->resizeColumnToContents(0);
}

void ProvenancePanel::copyCurrent() {
    if (const QTreeWidgetItem* item = tree_->currentItem()) {
        QGuiApplication::clipboard()->setText(item->data(1, Qt::UserRole).toString());
    }
}

} // namespace sextant::panels
