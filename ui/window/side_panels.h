#pragma once

#include "core/artifact/artifact.h"

#include <QObject>

#include <memory>

class QAction;
class QDockWidget;
class QMainWindow;

namespace sextant {

class AlignmentPlot;
class ProvenancePanel;
class TablePanel;

/// The panels beside the plots: the numbers of the current plot, and where the artifact comes from. Their
/// contents are built when they are first seen and brought up to date while they are.
class SidePanels : public QObject {
    Q_OBJECT
public:
    explicit SidePanels(QMainWindow& window);

    QAction* tableSwitch() const;
    QAction* provenanceSwitch() const;
    void showProvenance();

    /// `plot` must stay until the next call; null for none.
    void setPlot(const AlignmentPlot* plot);
    void setArtifact(std::shared_ptr<const Artifact> artifact);

private:
    void refreshTable();
    void refreshProvenance();

    QDockWidget* tableDock_;
    QDockWidget* provenanceDock_;
    TablePanel* table_ = nullptr;
    ProvenancePanel* provenance_ = nullptr;
    const AlignmentPlot* plot_ = nullptr;
    std::shared_ptr<const Artifact> artifact_;
};

} // namespace sextant
