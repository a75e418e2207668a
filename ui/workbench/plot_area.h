// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantities/anchor_view.h"
#include "core/workspace/change.h"
#include "ui/plots/alignment_plot.h"
#include "ui/session/family_supply.h"

#include <QByteArray>
#include <QList>
#include <QTimer>
#include <QWidget>

#include <memory>
#include <vector>

class QSplitter;
class QTabWidget;

namespace sextant::workbench {

class FamilyPage;
class MapBar;

/// The plots: maps on the left, curves in a column on the right over one shared layer axis. They render the
/// given state and view, all in the same event, and request changes to the state.
///
///     connect(plots, &PlotArea::changeRequested, session, &Session::apply);
///     connect(session, &Session::stateChanged, plots, &PlotArea::setState);
///     connect(session, &Session::viewChanged, plots, &PlotArea::setView);
class PlotArea : public QWidget {
    Q_OBJECT
public:
    explicit PlotArea(QWidget* parent = nullptr);

    void setView(const std::shared_ptr<const quantities::AnchorView>& view);

    /// Moves the markers at once. The curves of the old anchor stay and are dimmed when the new ones take
    /// long.
    void setState(const workspace::ViewState& state);

    /// Which layer to add to the anchors.
    void setSuggestion(const session::SuggestedAnchor& found);

    int shownSignTop() const; ///< k' of the sign bars; 0 without any

    /// Gives the keys to the current plot.
    void focusPlot(Qt::FocusReason reason);

    /// The plot that was used last: what "this plot" means in a menu.
    plots::AlignmentPlot& currentPlot() const;
    plots::AlignmentPlot& plot(figures::PlotKind kind);

    /// Puts the cursor of the map in front on a layer and, in the map of layers, the anchor's row, in that of
    /// heads `head`'s; marks the layer in every plot. It stays there while another anchor's view is on its
    /// way.
    void pointAt(LayerIndex layer, HeadSelection head = {});

    QList<QByteArray> splitterStates() const;
    void restoreSplitterStates(const QList<QByteArray>& states);

signals:
    void changeRequested(const sextant::workspace::Change& change);
    void readoutChanged(const QString& text);
    /// The current plot changed, or shows other numbers of the same view.
    void currentPlotChanged();
    void plotMenuRequested(const QPoint& globalPosition);

protected:
    void changeEvent(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    plots::AlignmentPlot* addPlot(figures::PlotKind kind);
    /// The page of a map: its controls above the plot.
    QWidget* addMap(workspace::Map map);
    void buildHeadMap();
    void buildFamily();
    void showNew(plots::AlignmentPlot& plot);
    void select(figures::PlotKind kind);
    void watchPatience();
    void showState(plots::AlignmentPlot& plot) const;
    void hover(plots::AlignmentPlot* source, std::optional<LayerIndex> layer, const QString& readout);

    QTabWidget* maps_;
    QSplitter* columns_;
    QSplitter* curves_;
    std::vector<plots::AlignmentPlot*> plots_;
    std::vector<MapBar*> bars_;
    QWidget* headMapPage_;
    QWidget* familyPage_; ///< holds the one of that name, once it was in front
    FamilyPage* family_ = nullptr;
    std::optional<session::SuggestedAnchor> suggestion_;
    std::shared_ptr<const quantities::AnchorView> view_;
    workspace::ViewState state_;
    bool turningPage_ = false; ///< the focus that a leaving page loses does not choose a plot
    QTimer patience_;          ///< runs while curves of an outdated anchor are not dimmed yet
};

} // namespace sextant::workbench
