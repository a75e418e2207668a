// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/map_look.h"
#include "core/quantities/anchor_view.h"
#include "ui/plots/alignment_plot.h"
#include "ui/session/background_disposal.h"

#include <QObject>

#include <functional>
#include <memory>
#include <vector>

namespace sextant::notices {
class BannerArea;
} // namespace sextant::notices

namespace sextant::session {
class Settings;
} // namespace sextant::session

namespace sextant::exporting {

/// Export from the window: asks, remembers the choices, writes, and reports in a banner.
///
///     exporter.exportPlots([&] { return session.view(); }, {figures::PlotKind::Heatmap}, look);
class FigureExporter : public QObject {
    Q_OBJECT
public:
    /// The references must outlive this. `disposal` takes what is still being written at the end.
    FigureExporter(QWidget& window, session::Settings& settings, notices::BannerArea& banners,
                   std::shared_ptr<session::BackgroundDisposal> disposal);

    /// What the figures take from the window, as opposed to the dialog.
    struct Look {
        int signTop = 0;
        bool fitColours = false;
        bool depthBlocks = false;
        MapLook maps;
    };

    using ViewSource = std::function<std::shared_ptr<const quantities::AnchorView>()>;

    /// Begins with `chosen` ticked. Returns at once; asks `viewNow` again when the files are to be written,
    /// for what has been computed in the meantime.
    void exportPlots(const ViewSource& viewNow, const std::vector<figures::PlotKind>& chosen,
                     const Look& look);

private:
    /// `whole`: everything that the figures show was complete.
    void tell(const QStringList& written, const QString& error, bool whole);

    QWidget& window_;
    session::Settings& settings_;
    notices::BannerArea& banners_;
    std::shared_ptr<session::BackgroundDisposal> disposal_;
};

} // namespace sextant::exporting
