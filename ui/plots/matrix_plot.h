// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/map_look.h"
#include "core/figures/map_figures.h"
#include "ui/plots/alignment_plot.h"
#include "ui/plots/axis_zoom.h"
#include "ui/plots/colour_bar.h"
#include "ui/plots/layer_scale.h"
#include "ui/plots/layer_ticker.h"
#include "ui/plots/matrix_cells.h"
#include "ui/plots/plot_markers.h"

namespace sextant::plots {

/// A map of numbers: columns are layers, rows are layers or heads, row 0 at the top.
class MatrixPlot : public AlignmentPlot {
    Q_OBJECT
public:
    figures::FigureTable table() const override;

    /// Colours fitted to the cosines of different layers (symmetric about 0) instead of the fixed -1..1.
    void setFitColours(bool fit);
    bool fitColours() const { return fitColours_; }

    /// What is shown and how; `signTop` is the k' of a map of sign agreement.
    void setLook(const MapLook& look, int signTop);
    const MapLook& look() const { return look_; }

    /// Frames the depth blocks of the layers, where there are several.
    void setBlocksShown(bool shown);

    /// How far the colours reach on either side of the neutral one.
    double colourLimit() const { return cells_->scale().limit; }

protected:
    MatrixPlot(QWidget* parent, bool layersOnBothAxes, const QString& rowLabel);

    /// Replaces numbers, titles and marks. A map that no anchor changes keeps its cells.
    Redraw showFigure(figures::MatrixFigure figure);
    MatrixMarkers& markers() { return *markers_; }
    int signTop() const { return signTop_; }

    void showTheme() override;
    std::optional<PlotSpot> spotAt(const QPointF& position) const override;
    QString readoutOf(const PlotSpot& spot) const override;
    QString summaryText() const override;
    PlotSpot movedSpot(const PlotSpot& spot, int right, int down) const override;
    void zoomAt(const QPointF& position, double factor, bool valueAxis) override;
    void drag(const QPointF& from, const QPointF& to) override;
    bool showParts(const std::vector<AxisPart>& parts) override;
    void showAll() override;
    bool isZoomed() const override;
    void point(const std::optional<PlotSpot>& spot) override;

    virtual QRect frameIn(const QRect& room) const = 0;
    QMargins labelRoom() const;

private:
    void colour();
    void markBlocks();
    std::vector<LegendEntry> legend() const;
    void tellZoom(bool columns, bool rows);
    void adaptTo(const QRect& frame);
    LayerScale columnScale() const;
    LayerScale rowScale() const;

    bool rowsAreLayers_;
    MatrixCells* cells_;
    ColourBar* bar_;
    MatrixMarkers* markers_ = nullptr;
    QSharedPointer<LayerTicker> columnTicker_;
    QSharedPointer<LayerTicker> rowTicker_;
    AxisZoom columnZoom_;
    AxisZoom rowZoom_;
    figures::MatrixFigure figure_;
    MapLook look_;
    int signTop_ = kDefaultSignTop;
    bool fitColours_ = false;
    bool blocksShown_ = false;
};

/// Layer x layer operator cosine of the selection. A click picks the row's layer, with Shift the column's;
/// with Ctrl it adds or removes that layer.
class HeatmapPlot : public MatrixPlot {
    Q_OBJECT
public:
    explicit HeatmapPlot(QWidget* parent = nullptr);
    figures::PlotKind kind() const override { return figures::PlotKind::Heatmap; }

protected:
    Redraw showView(const quantities::AnchorView& view) override;
    void pick(const PlotSpot& spot, const Pick& how) override;
    QRect frameIn(const QRect& room) const override;
};

/// Heads x layers: a quantity of every head, most of them against the anchor. A click picks the layer and the
/// head, with Ctrl it adds or removes the layer.
class HeadMapPlot : public MatrixPlot {
    Q_OBJECT
public:
    explicit HeadMapPlot(QWidget* parent = nullptr);
    figures::PlotKind kind() const override { return figures::PlotKind::Heads; }

protected:
    Redraw showView(const quantities::AnchorView& view) override;
    void pick(const PlotSpot& spot, const Pick& how) override;
    QRect frameIn(const QRect& room) const override;
};

} // namespace sextant::plots
