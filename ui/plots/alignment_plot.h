#pragma once

#include "core/analysis/anchor_view.h"
#include "core/base/indices.h"
#include "ui/plots/plot_theme.h"

#include <QString>
#include <QWidget>

#include <memory>
#include <optional>

class QCustomPlot;

namespace sextant {

enum class PlotKind { Heatmap, Residual, Signs, Angles };

/// "heatmap", "residual", "signs", "angles": the names of the command line and of exported files.
QString plotName(PlotKind kind);

/// One plot of an AnchorView. Shows what it is given and reports what the pointer does; decides nothing.
class AlignmentPlot : public QWidget {
    Q_OBJECT
public:
    explicit AlignmentPlot(QWidget* parent = nullptr);
    ~AlignmentPlot() override;

    virtual PlotKind kind() const = 0;

    /// Swaps every curve, title and marker. A view without the data of this plot (no tensors) shows why in words.
    void setView(std::shared_ptr<const AnchorView> view);
    std::shared_ptr<const AnchorView> view() const;

    /// Moves the anchor's marker alone, at once, ahead of the curves.
    void setAnchorMarker(LayerIndex anchor);

    /// Marks a layer in every plot while the pointer is over it in one of them.
    void setHoveredLayer(std::optional<LayerIndex> layer);

    /// Curves of an anchor that is no longer the one asked for.
    void setDimmed(bool dimmed);

    void setTheme(const PlotTheme& theme);
    const PlotTheme& theme() const;

    void resetZoom();

    /// What the plot shows as a table: a header line and a line per layer, tab-separated.
    QString tableText() const;

    QCustomPlot& canvas() const;

signals:
    void layerClicked(sextant::LayerIndex layer);
    /// Layer, and a read-out naming layer, head and values; nullopt and empty when the pointer leaves.
    void layerHovered(std::optional<sextant::LayerIndex> layer, const QString& readout);

private:
    class Internals;
    std::unique_ptr<Internals> internals_;
};

/// A plot of this kind, without a view.
std::unique_ptr<AlignmentPlot> makePlot(PlotKind kind, QWidget* parent = nullptr);

} // namespace sextant
