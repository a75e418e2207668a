// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/base/map_look.h"
#include "core/integrity/integrity_report.h"
#include "core/quantities/anchor_view.h"

#include <QObject>
#include <QStringList>

#include <array>
#include <memory>

class QAction;
class QDockWidget;
class QMainWindow;

namespace sextant::plots {
class AlignmentPlot;
} // namespace sextant::plots

namespace sextant::panels {

class ProvenancePanel;
class RankPanel;
class TablePanel;

/// The panels beside the plots: the numbers of the current plot, what ranks highest, and where the artifact
/// comes from. Each is built when first opened, because loading a dock's icons would slow every start, and
/// updated only while visible.
///
///     auto* panels = new SidePanels(window);
///     menu->addAction(panels->tableSwitch());
///     panels->setPlot(&plots.currentPlot());
class SidePanels : public QObject {
    Q_OBJECT
public:
    explicit SidePanels(QMainWindow& window);

    QAction* tableSwitch() const { return table_.toggle; }
    QAction* rankSwitch() const { return rank_.toggle; }
    QAction* provenanceSwitch() const { return provenance_.toggle; }
    void showProvenance();

    /// Names of the open panels. reopen() opens them again; call it before restoring the window's state.
    QStringList openPanels() const;
    void reopen(const QStringList& names);

    /// `plot` must stay until the next call; null for none.
    void setPlot(const plots::AlignmentPlot* plot);
    /// What is ranked; `quantity` of heads, `signTop` the k' of sign agreement. Null for nothing.
    void setView(std::shared_ptr<const quantities::AnchorView> view, MapQuantity quantity, int signTop);
    void setArtifact(std::shared_ptr<const artifact::Artifact> artifact,
                     std::shared_ptr<const integrity::IntegrityReport> integrity);

signals:
    /// A row of the ranking was activated.
    void pairChosen(sextant::LayerIndex layer, sextant::LayerIndex other);
    void headChosen(sextant::LayerIndex layer, sextant::HeadIndex head);

private:
    struct Panel {
        QString name;
        QAction* toggle = nullptr;
        QDockWidget* dock = nullptr; ///< null until it is first opened
    };

    Panel makePanel(const QString& name, const QString& title, const QKeySequence& key);
    void setOpen(Panel& panel, bool open);
    void build(Panel& panel);
    QWidget* makeContent(const Panel& panel);
    std::array<Panel*, 3> all() { return {&table_, &rank_, &provenance_}; }
    void refresh();

    QMainWindow& window_;
    Panel table_;
    Panel rank_;
    Panel provenance_;
    TablePanel* numbers_ = nullptr;
    RankPanel* ranking_ = nullptr;
    ProvenancePanel* origins_ = nullptr;
    const plots::AlignmentPlot* plot_ = nullptr;
    std::shared_ptr<const quantities::AnchorView> view_;
    MapQuantity quantity_ = MapQuantity::Cosine;
    int signTop_ = 0;
    std::shared_ptr<const artifact::Artifact> artifact_;
    std::shared_ptr<const integrity::IntegrityReport> integrity_; ///< of artifact_
    std::shared_ptr<const artifact::Artifact> shownArtifact_;
};

} // namespace sextant::panels
