#include "ui/window/side_panels.h"

#include "ui/window/provenance_panel.h"
#include "ui/window/table_panel.h"

#include <QAction>
#include <QDockWidget>
#include <QMainWindow>

namespace sextant {

namespace {

QDockWidget* addDock(QMainWindow& window, const QString& name, const QString& title,
                     const QKeySequence& key) {
    auto* dock = new QDockWidget(title, &window);
    dock->setObjectName(name);
    dock->toggleViewAction()->setShortcut(key);
    window.addDockWidget(Qt::RightDockWidgetArea, dock);
    dock->hide();
    return dock;
}

} // namespace

SidePanels::SidePanels(QMainWindow& window)
    : QObject(&window),
      tableDock_(addDock(window, QStringLiteral("table"), tr("Numbers"), Qt::CTRL | Qt::Key_T)),
      provenanceDock_(
          addDock(window, QStringLiteral("provenance"), tr("About This Artifact"), Qt::CTRL | Qt::Key_I)) {
    connect(tableDock_, &QDockWidget::visibilityChanged, this, &SidePanels::refreshTable);
    connect(provenanceDock_, &QDockWidget::visibilityChanged, this, &SidePanels::refreshProvenance);
}

QAction* SidePanels::tableSwitch() const {
    return tableDock_->toggleViewAction();
}

QAction* SidePanels::provenanceSwitch() const {
    return provenanceDock_->toggleViewAction();
}

void SidePanels::showProvenance() {
    provenanceDock_->show();
    provenanceDock_->raise();
}

void SidePanels::setPlot(const AlignmentPlot* plot) {
    plot_ = plot;
    refreshTable();
}

void SidePanels::setArtifact(std::shared_ptr<const Artifact> artifact) {
    artifact_ = std::move(artifact);
    refreshProvenance();
}

void SidePanels::refreshTable() {
    if (!tableDock_->isVisible() || !plot_) {
        return;
    }
    if (!table_) {
        table_ = new TablePanel;
        tableDock_->setWidget(table_);
    }
    table_->showPlot(*plot_);
}

void SidePanels::refreshProvenance() {
    if (!provenanceDock_->isVisible()) {
        return;
    }
    if (!provenance_) {
        provenance_ = new ProvenancePanel;
        provenanceDock_->setWidget(provenance_);
    }
    provenance_->setArtifact(artifact_);
}

} // namespace sextant
