#pragma once

#include "core/analysis/anchor_view.h"
#include "ui/plots/alignment_plot.h"

#include <QObject>

#include <memory>
#include <vector>

namespace sextant {

class BannerArea;
class Settings;

/// Export from the window: asks, remembers what was chosen, writes, and tells in a banner.
class FigureExporter : public QObject {
    Q_OBJECT
public:
    /// All must outlive this.
    FigureExporter(QWidget& window, Settings& settings, BannerArea& banners);

    /// What the figures take from the window, as opposed to the dialog.
    struct Look {
        int signTop = 0;
        bool fitColours = false;
    };

    /// Begins with `chosen` ticked. Returns at once.
    void exportPlots(const std::shared_ptr<const AnchorView>& view, const std::vector<PlotKind>& chosen,
                     const Look& look);

private:
    void tell(const QStringList& written, const QString& error);

    QWidget& window_;
    Settings& settings_;
    BannerArea& banners_;
};

} // namespace sextant
