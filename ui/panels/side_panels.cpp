// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/side_panels.h"

#include "ui/panels/provenance_panel.h"
#include "ui/panels/rank_panel.h"
#include "ui/panels/table_panel.h"

#include <QAction>
#include <QDockWidget>
#include <QMainWindow>

#include <utility>

namespace sextant::panels {

SidePanels::SidePanels(QMainWindow& window)
    : QObject(&window),
      window_(window),
      table_(makePanel(QStringLiteral("table"), tr("N&umbers"), Qt::CTRL | Qt::Key_T)),
      rank_(makePanel(QStringLiteral("rank"), tr("Ran&k"), Qt::CTRL | Qt::Key_K)),
      provenance_(makePanel(QStringLiteral("provenance"), tr("&About This Artifact"), Qt::CTRL | Qt::Key_I)) {
    for (Panel* panel : all()) {
        connect(panel->toggle, &QAction::triggered, this, [this, panel](bool open) {
            // A panel behind the other one's tab is wanted in front, not closed.
            const bool behind =
                panel->dock && !panel->dock->isHidden() && panel->dock->visibleRegion().isEmpty();
            setOpen(*panel, open || behind);
        });
    }
}

SidePanels::Panel SidePanels::makePanel(const QString& name, const QString& title, const QKeySequence& key) {
    auto* toggle = new QAction(title, &window_);
    toggle->setCheckable(true);
    toggle->setShortcut(key);
    return {name, toggle, nullptr};
}

QWidget* SidePanels::makeContent(const Panel& panel) {
    if (&panel == &table_) {
        return numbers_ = new TablePanel;
    }
    if (&panel == &provenance_) {
        return origins_ = new ProvenancePanel;
    }
    ranking_ = new RankPanel;
    connect(ranking_, &RankPanel::pairChosen, this, &SidePanels::pairChosen);
    connect(ranking_, &RankPanel::headChosen, this, &SidePanels::headChosen);
    return ranking_;
}

void SidePanels::build(Panel& panel) {
    panel.dock = new QDockWidget(panel.toggle->text().remove(QLatin1Char('&')), &window_);
    panel.dock->setObjectName(panel.name);
    panel.dock->setWidget(makeContent(panel));
    window_.addDockWidget(Qt::RightDockWidgetArea, panel.dock);
    for (const Panel* other : all()) {
        if (other != &panel && other->dock != nullptr) {
            window_.tabifyDockWidget(other->dock, panel.dock);
            break;
        }
    }
    connect(panel.dock->toggleViewAction(), &QAction::toggled, panel.toggle, &QAction::setChecked);
    connect(panel.dock, &QDockWidget::visibilityChanged, this, &SidePanels::refresh);
}

void SidePanels::setOpen(Panel& panel, bool open) {
    if (!panel.dock && open) {
        build(panel);
    }
    if (panel.dock) {
        panel.dock->setVisible(open);
        // It might open behind the other panel's tab, out of sight.
        panel.dock->raise();
        panel.toggle->setChecked(open);
        refresh();
    }
}

void SidePanels::showProvenance() {
    setOpen(provenance_, true);
}

QStringList SidePanels::openPanels() const {
    QStringList names;
    for (const Panel* panel : {&table_, &rank_, &provenance_}) {
        if (panel->toggle->isChecked()) {
            names << panel->name;
        }
    }
    return names;
}

void SidePanels::reopen(const QStringList& names) {
    for (Panel* panel : all()) {
        if (names.contains(panel->name)) {
            setOpen(*panel, true);
        }
    }
}

void SidePanels::setPlot(const plots::AlignmentPlot* plot) {
    plot_ = plot;
    refresh();
}

void SidePanels::setView(std::shared_ptr<const quantities::AnchorView> view, MapQuantity quantity,
                         int signTop) {
    view_ = std::move(view);
    quantity_ = quantity;
    signTop_ = signTop;
    if (ranking_) { // which keeps nothing alive while nobody sees it
        ranking_->setView(ranking_->isVisible() ? view_ : nullptr, quantity_, signTop_);
    }
}

void SidePanels::setArtifact(std::shared_ptr<const artifact::Artifact> artifact,
                             std::shared_ptr<const integrity::IntegrityReport> integrity) {
    artifact_ = std::move(artifact);
    integrity_ = std::move(integrity);
    refresh();
}

void SidePanels::refresh() {
    if (numbers_ && numbers_->isVisible() && plot_) {
        numbers_->showPlot(*plot_);
    }
    if (ranking_ && ranking_->isVisible() && view_) {
        ranking_->setView(view_, quantity_, signTop_);
    }
    if (origins_ && origins_->isVisible() && artifact_ != shownArtifact_) {
        shownArtifact_ = artifact_;
        origins_->setArtifact(artifact_, integrity_);
    }
}

} // namespace sextant::panels
