// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/integrity/integrity_report.h"

#include <QObject>
#include <QStringList>

#include <memory>

class QAction;
class QDockWidget;
class QMainWindow;

namespace sextant::plots {
class AlignmentPlot;
} // namespace sextant::plots

namespace sextant::panels {

class ProvenancePanel;
class TablePanel;

/// The panels beside the plots: the numbers of the current plot, and where the artifact comes from. Each is
/// built when first opened, because loading a dock's icons would slow every start, and updated only while
/// visible.
///
///     auto* panels = new SidePanels(window);
///     menu->addAction(panels->tableSwitch());
///     panels->setPlot(&plots.currentPlot());
class SidePanels : public QObject {
    Q_OBJECT
public:
    explicit SidePanels(QMainWindow& window);

    QAction* tableSwitch() const { return table_.toggle; }
    QAction* provenanceSwitch() const { return provenance_.toggle; }
    void showProvenance();

    /// Names of the open panels. reopen() opens them again; call it before restoring the window's state.
    QStringList openPanels() const;
    void reopen(const QStringList& names);

    /// `plot` must stay until the next call; null for none.
    void setPlot(const plots::AlignmentPlot* plot);
    void setArtifact(std::shared_ptr<const artifact::Artifact> artifact,
                     std::shared_ptr<const integrity::IntegrityReport> integrity);

private:
    struct Panel {
        QString name;
        QAction* toggle = nullptr;
        QDockWidget* dock = nullptr; ///< null until it is first opened
    };

    Panel makePanel(const QString& name, const QString& title, const QKeySequence& key);
    void setOpen(Panel& panel, bool open);
    void build(Panel& panel);
    void refresh();

    QMainWindow& window_;
    Panel table_;
    Panel provenance_;
    TablePanel* numbers_ = nullptr;
    ProvenancePanel* origins_ = nullptr;
    const plots::AlignmentPlot* plot_ = nullptr;
    std::shared_ptr<const artifact::Artifact> artifact_;
    std::shared_ptr<const integrity::IntegrityReport> integrity_; ///< of artifact_
    std::shared_ptr<const artifact::Artifact> shownArtifact_;
};

} // namespace sextant::panels
