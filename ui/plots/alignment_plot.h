// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/plots/plot_theme.h"

#include <QPointF>
#include <QString>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

// After the others: Qt's moc cannot read <compare> as the first header of a file.
#include "core/base/indices.h"
#include "core/figures/figure_table.h"
#include "core/figures/plot_kind.h"
#include "core/figures/span.h"
#include "core/quantities/anchor_view.h"

namespace sextant::plots {

class PlotCanvas;
class PlotMarkers;
struct PlotSpot;

/// An axis that zooms on its own; the curves share the layer axis, which is not among them.
enum class PlotAxis { Left, Right, Columns, Rows };

/// The part of an axis that is shown; nullopt shows all of it.
struct AxisPart {
    PlotAxis axis = PlotAxis::Left;
    std::optional<figures::Span> part;
};

/// What `parts` say of `axis`: nullopt where they do not name it.
[[nodiscard]] std::optional<figures::Span> partOf(const std::vector<AxisPart>& parts, PlotAxis axis);

/// One plot of an AnchorView. Shows what it is given and reports what pointer and keys do; decides nothing.
///
/// Pointer: a click picks the nearest layer, with Ctrl it adds or removes that layer; a drag moves a part
/// that was zoomed into, the wheel zooms the layer axis (over a value axis, or with Ctrl, that one), a double
/// click shows all. While a plot is zoomed a click without Ctrl waits to be sure that no second one follows:
/// a double click picks nothing. Keys, when focused: Ctrl with an arrow moves a cursor that is read out,
/// Enter picks it (with Shift: its column, with Ctrl: adds or removes it), Esc takes it away, then shows all.
/// Plain arrow keys are left to the window.
///
/// What is read out always belongs to the view on show: a new view reads it out again.
///
///     auto plot = makePlot(figures::PlotKind::Heatmap, &window);
///     connect(plot.get(), &AlignmentPlot::layerClicked, this, &Window::showAnchor);
///     plot->setTheme(PlotTheme::fromPalette(window.palette()));
///     plot->setView(view);
class AlignmentPlot : public QWidget {
    Q_OBJECT
    Q_DISABLE_COPY(AlignmentPlot)
public:
    explicit AlignmentPlot(QWidget* parent = nullptr);
    ~AlignmentPlot() override;

    virtual figures::PlotKind kind() const = 0;

    /// Swaps every curve, title and marker. A view without the data of this plot (no tensors) shows why in
    /// words. Drawn when the widget is next painted.
    void setView(std::shared_ptr<const quantities::AnchorView> view);
    std::shared_ptr<const quantities::AnchorView> view() const;

    /// Moves the anchors' markers alone, at once, ahead of the curves. The first is drawn unlike the others.
    /// Layers outside the view are not marked.
    void setAnchorMarkers(const std::vector<LayerIndex>& anchors);

    /// Marks a layer in every plot while the pointer is over it in one of them.
    void setHoveredLayer(std::optional<LayerIndex> layer);

    /// Puts the cursor of the keyboard on a layer (in a map on this row, too) and reads it out. What lies
    /// outside of the view goes to its edge.
    void setCursor(LayerIndex layer, std::optional<int> row = std::nullopt);

    /// Dims the curves while they belong to an anchor that is no longer the requested one.
    void setDimmed(bool dimmed);

    void setTheme(const PlotTheme& theme);
    const PlotTheme& theme() const;

    /// Adds the model's name to the title, for figures that leave the window.
    void setModelShown(bool shown);

    /// Shows this part of the layer axis that the curves share, nullopt all of it. Maps ignore it.
    void setLayerSpan(const std::optional<figures::Span>& span);
    /// Shows these parts, and the whole of every axis that is not named. Axes the plot does not have are
    /// ignored.
    void setAxisParts(const std::vector<AxisPart>& parts);
    /// Shows the whole of every axis; emits the same signals as zooming by hand.
    void resetZoom();

    /// Stops reading out, because another plot is read out now, until the pointer or the cursor moves in this
    /// one.
    void endReadout();

    /// The numbers the plot shows; empty without a view.
    [[nodiscard]] virtual figures::FigureTable table() const = 0;

    /// Size of labels in logical pixels; until it is set, labels follow the widget's font.
    void setFontSize(int pixels);

    /// The surface that is painted on; for exports.
    PlotCanvas& canvas() const;

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

signals:
    void layerClicked(sextant::LayerIndex layer);
    /// A layer was picked with Ctrl: it becomes one more anchor, or is one no longer.
    void layerToggled(sextant::LayerIndex layer);
    /// A cell of the head map was picked; emitted instead of layerClicked().
    void cellClicked(sextant::LayerIndex layer, sextant::HeadIndex head);
    /// The first anchor's marker moved.
    void anchorMarkerMoved(sextant::LayerIndex anchor);
    /// Layer, and a read-out naming layer, head and values; nullopt and empty when the pointer leaves.
    void layerHovered(std::optional<sextant::LayerIndex> layer, const QString& readout);
    /// The user zoomed or moved the layer axis that all curves share; nullopt shows all.
    void layerSpanChanged(const std::optional<sextant::figures::Span>& span);
    /// The user zoomed or moved these other axes.
    void axesZoomed(const std::vector<sextant::plots::AxisPart>& parts);

protected:
    /// Called once by the constructor of each kind.
    void setMarkers(std::unique_ptr<PlotMarkers> markers);
    QString titleContext(const QString& context) const;
    /// Redraws data, title, theme and description from view().
    void present();

    /// Whether the places along the axis are layers: anchors and the layer under the pointer are marked, and
    /// picked.
    virtual bool hasLayers() const { return true; }
    /// How much of the picture differs from the one before.
    enum class Redraw { Everything, Header };
    virtual Redraw showView(const quantities::AnchorView& view) = 0;
    virtual void showTheme() = 0;
    virtual std::optional<PlotSpot> spotAt(const QPointF& position) const = 0;
    virtual QString readoutOf(const PlotSpot& spot) const = 0;
    virtual QString summaryText() const = 0;
    /// How a spot was picked: with Shift its column, with Ctrl as one more anchor.
    struct Pick {
        bool column = false;
        bool toggle = false;
    };
    static Pick pickOf(Qt::KeyboardModifiers modifiers);
    virtual void pick(const PlotSpot& spot, const Pick& how);
    virtual PlotSpot movedSpot(const PlotSpot& spot, int right, int down) const;
    /// The pointer moved to another spot, or left.
    virtual void point(const std::optional<PlotSpot>& spot);
    virtual void zoomAt(const QPointF& position, double factor, bool valueAxis) = 0;
    virtual void drag(const QPointF& from, const QPointF& to) = 0;
    /// These two return whether anything visible changed.
    virtual bool showSpan(const std::optional<figures::Span>& layers);
    virtual bool showParts(const std::vector<AxisPart>& parts) = 0;
    virtual void showAll() = 0;
    virtual bool isZoomed() const = 0;

    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    void describe();
    void hover(const std::optional<QPointF>& position);
    void readOutPointed(const std::optional<PlotSpot>& spot);
    void tellReadout(const PlotSpot& spot);
    /// What pointer or cursor read out, of the view and the zoom on show now.
    void readOutAgain();
    void click(const QPointF& position, const Pick& how);
    void moveCursor(int right, int down);
    void takeFontOfWidget();

    class Internals;
    std::unique_ptr<Internals> internals_;
};

/// Makes a plot of this kind; it has no view yet.
[[nodiscard]] std::unique_ptr<AlignmentPlot> makePlot(figures::PlotKind kind, QWidget* parent = nullptr);

} // namespace sextant::plots
