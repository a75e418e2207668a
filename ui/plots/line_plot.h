// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/alignment_plot.h"
#include "ui/plots/axis_zoom.h"
#include "ui/plots/curve_set.h"
#include "ui/plots/layer_scale.h"
#include "ui/plots/layer_ticker.h"

// After the others: Qt's moc cannot read <compare> as the first header of a file.
#include "core/base/map_look.h"
#include "core/figures/layer_figure.h"

namespace sextant::plots {

/// A plot over the layer axis. All keep the same margins left and right, so that the axes of stacked plots
/// line up.
class LinePlot : public AlignmentPlot {
    Q_OBJECT
public:
    explicit LinePlot(QWidget* parent);

    figures::FigureTable table() const override;

    /// The figure on show; empty without a view.
    const figures::LayerFigure& figure() const { return figure_; }
    LayerScale layerScale() const;

protected:
    virtual figures::LayerFigure figureOf(const quantities::AnchorView& view) const = 0;

    Redraw showView(const quantities::AnchorView& view) override;
    void showTheme() override;
    std::optional<PlotSpot> spotAt(const QPointF& position) const override;
    QString readoutOf(const PlotSpot& spot) const override;
    QString summaryText() const override;
    PlotSpot movedSpot(const PlotSpot& spot, int right, int down) const override;
    void zoomAt(const QPointF& position, double factor, bool valueAxis) override;
    void drag(const QPointF& from, const QPointF& to) override;
    bool showSpan(const std::optional<figures::Span>& layers) override;
    bool showParts(const std::vector<AxisPart>& parts) override;
    void showAll() override;
    bool isZoomed() const override;

private:
    QRect frameIn(const QRect& room) const;
    void adaptTo(const QRect& frame);
    void tellValueZoom(bool left, bool right);
    /// Layers are an axis that all curves share, other places one of the plot's own.
    void tellPlaceZoom();

    figures::LayerFigure figure_;
    CurveSet curves_;
    QSharedPointer<LayerTicker> ticker_;
    AxisZoom layers_;
    AxisZoom left_;
    AxisZoom right_;
};

/// Cosine and residual to the anchor with the spectral cosine; T on the right axis.
class ResidualPlot : public LinePlot {
    Q_OBJECT
public:
    explicit ResidualPlot(QWidget* parent = nullptr);
    figures::PlotKind kind() const override { return figures::PlotKind::Residual; }

protected:
    figures::LayerFigure figureOf(const quantities::AnchorView& view) const override;
};

/// Bars of sign agreement for a chosen k', with the share of positive eigenvalues.
class SignsPlot : public LinePlot {
    Q_OBJECT
public:
    explicit SignsPlot(QWidget* parent = nullptr);
    figures::PlotKind kind() const override { return figures::PlotKind::Signs; }

    /// The k' of the bars; where the view lacks it, the bars show the largest k' below it.
    void setTop(int top);
    int top() const { return top_; }

protected:
    figures::LayerFigure figureOf(const quantities::AnchorView& view) const override;

private:
    int top_ = kDefaultSignTop;
};

/// Eigenvalues of the layers' operator cosines. Shares no axis with the curves over layers.
class EigenvaluesPlot : public LinePlot {
    Q_OBJECT
public:
    explicit EigenvaluesPlot(QWidget* parent = nullptr);
    figures::PlotKind kind() const override { return figures::PlotKind::Eigenvalues; }

protected:
    bool hasLayers() const override { return false; }
    figures::LayerFigure figureOf(const quantities::AnchorView& view) const override;
};

/// Mean residual against the number of anchors. Shares no axis with the curves over layers.
class AnchorsPlot : public LinePlot {
    Q_OBJECT
public:
    explicit AnchorsPlot(QWidget* parent = nullptr);
    figures::PlotKind kind() const override { return figures::PlotKind::Anchors; }

protected:
    bool hasLayers() const override { return false; }
    figures::LayerFigure figureOf(const quantities::AnchorView& view) const override;
};

/// Principal angles to the anchor's directions: mean and smallest cosine, first-direction overlap.
class AnglesPlot : public LinePlot {
    Q_OBJECT
public:
    explicit AnglesPlot(QWidget* parent = nullptr);
    figures::PlotKind kind() const override { return figures::PlotKind::Angles; }

protected:
    figures::LayerFigure figureOf(const quantities::AnchorView& view) const override;
};

} // namespace sextant::plots
