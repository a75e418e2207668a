// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/indices.h"
#include "core/base/layer_numbers.h"
#include "core/family/depth_blocks.h"
#include "ui/plots/pixel_grid.h"
#include "ui/plots/plot_canvas.h"

#include <optional>
#include <vector>

namespace sextant::plots {

/// A place in a plot: the layer along the horizontal axis and, in a map, the row (a layer or a head).
struct PlotSpot {
    LayerIndex layer;
    std::optional<int> row;
    friend bool operator==(const PlotSpot&, const PlotSpot&) = default;
};

/// What is marked on top of a plot's data.
struct MarkedLayers {
    LayerNumbers numbers;            ///< how layers are shown
    std::vector<LayerIndex> anchors; ///< the first is the one that pairs refer to
    std::optional<LayerIndex> hovered;
    std::optional<PlotSpot> cursor; ///< the keyboard's
    bool dimmed = false;            ///< the data is of an anchor no longer asked for
    bool focused = false;
    bool pinned = false; ///< the cursor was put there from elsewhere: shown without the keyboard's focus, too
};

/// Draws the marks over a canvas.
class PlotMarkers : public PlotOverlay {
public:
    explicit PlotMarkers(PlotCanvas* canvas) : canvas_(canvas) {}

    MarkedLayers marked;

    /// Which of several anchors is drawn: the first solid, the others dashed and with an open tag.
    enum class AnchorRank { First, Further };

    /// Pixels above (in a map of layers also right of) the frame that the anchor's tag needs.
    static int tagRoom(const PlotCanvas& canvas);

    void drawOver(QCPPainter* painter) override;

protected:
    /// What lies under all other marks.
    virtual void drawUnder(QCPPainter*) {}
    virtual void drawHovered(QCPPainter* painter, LayerIndex layer) = 0;
    virtual void drawAnchor(QCPPainter* painter, LayerIndex layer, AnchorRank rank) = 0;
    virtual void drawAnchorTags(QCPPainter* painter, LayerIndex layer, AnchorRank rank) = 0;
    virtual void drawCursor(QCPPainter* painter, const PlotSpot& spot) = 0;

    PlotCanvas& canvas() const { return *canvas_; }
    QRectF frame() const;
    /// The pixels of [index - 0.5, index + 0.5] on an axis, cut to the frame, their edges those of the cells;
    /// empty when out of view.
    QRectF columnOf(const QCPPainter& painter, int index) const;
    QRectF rowOf(const QCPPainter& painter, int index) const;
    /// Draws the anchor's number in a box above its column, clear of the tick labels. None where it would lie
    /// over another's.
    void drawTopTag(QCPPainter* painter, int column, AnchorRank rank);
    /// The same right of its row.
    void drawRightTag(QCPPainter* painter, int row, AnchorRank rank);

private:
    void drawAnchors(QCPPainter* painter);
    void drawTag(QCPPainter* painter, const QPointF& middle, int number, AnchorRank rank);

    PlotCanvas* canvas_;
    std::vector<QRectF> tags_; ///< those drawn so far
};

/// Marks of a plot of curves: vertical lines.
class LineMarkers : public PlotMarkers {
public:
    using PlotMarkers::PlotMarkers;

protected:
    void drawHovered(QCPPainter* painter, LayerIndex layer) override;
    void drawAnchor(QCPPainter* painter, LayerIndex layer, AnchorRank rank) override;
    void drawAnchorTags(QCPPainter* painter, LayerIndex layer, AnchorRank rank) override;
    void drawCursor(QCPPainter* painter, const PlotSpot& spot) override;
};

/// Marks of a map. With layers on both axes a layer is a row and a column, else a column.
class MatrixMarkers : public PlotMarkers {
public:
    MatrixMarkers(PlotCanvas* canvas, bool layersOnBothAxes);

    std::optional<int> markedRow;           ///< outlined like an anchor, where rows are not layers
    std::vector<family::LayerBlock> blocks; ///< framed along the diagonal
    std::optional<int> pointedRow;          ///< under the pointer: marked instead of the hovered layer's own

protected:
    void drawUnder(QCPPainter* painter) override;
    void drawHovered(QCPPainter* painter, LayerIndex layer) override;
    void drawAnchor(QCPPainter* painter, LayerIndex layer, AnchorRank rank) override;
    void drawAnchorTags(QCPPainter* painter, LayerIndex layer, AnchorRank rank) override;
    void drawCursor(QCPPainter* painter, const PlotSpot& spot) override;

private:
    void outline(QCPPainter* painter, const QRectF& rect, AnchorRank rank) const;

    bool symmetric_;
};

} // namespace sextant::plots
