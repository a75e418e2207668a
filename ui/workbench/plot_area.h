// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/anchor_view.h"
#include "ui/plots/alignment_plot.h"

#include <QByteArray>
#include <QList>
#include <QTimer>
#include <QWidget>

#include <memory>
#include <vector>

class QSplitter;
class QTabWidget;

namespace sextant::workbench {

/// The plots: the maps large at the left, the curves in a column at the right over one layer axis. They share
/// anchor, hovered layer and theme, and swap to a new view together.
class PlotArea : public QWidget {
    Q_OBJECT
public:
    explicit PlotArea(QWidget* parent = nullptr);

    void setView(const std::shared_ptr<const analysis::AnchorView>& view);

    /// Moves the markers at once. The curves of the old anchor stay; they are dimmed when the new ones take
    /// long.
    void setAnchor(LayerIndex anchor);

    /// k' of the sign bars.
    void setSignTop(int top);
    int shownSignTop() const;
    void setFitColours(bool fit);
    void resetZoom();

    /// Brings the map of layers (Heatmap) or of heads (Heads) to the front.
    void showMap(plots::PlotKind kind);

    /// The plot that was used last: what "this plot" means in a menu.
    plots::AlignmentPlot& currentPlot() const;
    plots::AlignmentPlot& plot(plots::PlotKind kind);

    QList<QByteArray> splitterStates() const;
    void restoreSplitterStates(const QList<QByteArray>& states);

signals:
    void layerClicked(sextant::LayerIndex layer);
    void headClicked(sextant::HeadIndex head);
    void readoutChanged(const QString& text);
    void currentPlotChanged();
    void plotMenuRequested(const QPoint& globalPosition);

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    plots::AlignmentPlot* addPlot(plots::PlotKind kind);
    void buildHeadMap();
    void setCurrent(plots::AlignmentPlot* plot);
    void hover(plots::AlignmentPlot* source, std::optional<LayerIndex> layer, const QString& readout);
    void refreshReadout();

    QTabWidget* maps_;
    QSplitter* columns_;
    QSplitter* curves_;
    std::vector<plots::AlignmentPlot*> plots_;
    plots::AlignmentPlot* current_ = nullptr;
    plots::AlignmentPlot* hoveredPlot_ = nullptr; ///< what the read-out is of, when the pointer made it
    QWidget* headMapPage_;
    std::shared_ptr<const analysis::AnchorView> view_;
    LayerIndex anchor_;
    int signTop_ = 0;
    bool fitColours_ = false;
    QTimer patience_; ///< runs while the curves are of another anchor but not dimmed yet
};

} // namespace sextant::workbench
