// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/exporting/figure_exporter.h"

#include "ui/exporting/export_dialog.h"
#include "ui/exporting/export_run.h"
#include "ui/notices/banner_area.h"
#include "ui/session/paths.h"
#include "ui/session/settings.h"

#include <QDir>
#include <QFileInfo>
#include <QWidget>

#include <algorithm>
#include <utility>

namespace sextant::exporting {

namespace {

/// Whether the figures of both have the same titles and file names.
bool sameLook(const quantities::AnchorView& a, const quantities::AnchorView& b) {
    return a.anchors == b.anchors && a.head == b.head &&
           a.tables->artifact->grams->path == b.tables->artifact->grams->path;
}

bool isWhole(const quantities::AnchorView& view, const std::vector<FigureJob>& jobs,
             const FigureExporter::Look& look) {
    const auto shows = [&jobs](figures::PlotKind kind) {
        return std::ranges::any_of(jobs, [kind](const FigureJob& job) { return job.kind == kind; });
    };
    const bool ofFamily = std::ranges::any_of(figures::kFamilyPlots, shows) ||
                          (look.depthBlocks && shows(figures::PlotKind::Heatmap));
    if (ofFamily && !view.family) {
        return false;
    }
    const artifact::Artifact& artifact = *view.tables->artifact;
    if (artifact.tensorError) {
        return true; // which the figures say; waiting would not help
    }
    const bool heads = shows(figures::PlotKind::Heads);
    if (view.headsAwaited && (heads || shows(figures::PlotKind::Heatmap))) {
        return false;
    }
    const bool anglesAsked =
        shows(figures::PlotKind::Angles) || (heads && look.maps.heads == MapQuantity::MeanAngle);
    const bool tensorsAsked = anglesAsked || (heads && look.maps.heads != MapQuantity::Cosine) ||
                              shows(figures::PlotKind::Residual) || shows(figures::PlotKind::Signs);
    return (artifact.tensors || !tensorsAsked) && (view.hasAngles() || !anglesAsked);
}

} // namespace

FigureExporter::FigureExporter(QWidget& window, session::Settings& settings, notices::BannerArea& banners,
                               std::shared_ptr<session::BackgroundDisposal> disposal)
    : QObject(&window),
      window_(window),
      settings_(settings),
      banners_(banners),
      disposal_(std::move(disposal)) {}

void FigureExporter::exportPlots(const ViewSource& viewNow, const std::vector<figures::PlotKind>& chosen,
                                 const Look& look) {
    const std::shared_ptr<const quantities::AnchorView> asked = viewNow();
    const QString beside = QFileInfo(session::toQString(asked->tables->artifact->grams->path)).absolutePath();
    auto* dialog = new ExportDialog(asked, chosen, look.maps, settings_.exportChoices(), beside, &window_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, asked, viewNow, look] {
        const auto view = sameLook(*asked, *viewNow()) ? viewNow() : asked;
        settings_.setExportChoices(dialog->choices());
        QDir().mkpath(dialog->choices().folder); // as `export --out` does; what cannot be is told by the run
        FigureOptions options = dialog->options();
        options.signTop = look.signTop;
        options.fitColours = look.fitColours;
        options.depthBlocks = look.depthBlocks;
        options.maps = look.maps;
        auto* run = new ExportRun(view, dialog->jobs(), options, disposal_, writeFigure, this);
        const bool whole = isWhole(*view, dialog->jobs(), look);
        connect(
            run, &ExportRun::finished, this,
            [this, whole](const QStringList& written, const QString& error) { tell(written, error, whole); });
    });
    dialog->open();
}

void FigureExporter::tell(const QStringList& written, const QString& error, bool whole) {
    if (!error.isEmpty()) {
        banners_.show(notices::BannerTopic::Export, notices::Severity::Failure, error + QLatin1Char('.'));
        return;
    }
    const QFileInfo first(written.first());
    const QString text = written.size() == 1 ? tr("Wrote %1.").arg(QDir::toNativeSeparators(first.filePath()))
                                             : tr("Wrote %1 figures to %2.")
                                                   .arg(written.size())
                                                   .arg(QDir::toNativeSeparators(first.absolutePath()));
    if (whole) {
        banners_.show(notices::BannerTopic::Export, notices::Severity::Information, text);
    } else {
        banners_.show(
            notices::BannerTopic::Export, notices::Severity::Warning,
            text + tr(" Some of what they show was still being computed: export again for all of it."));
    }
}

} // namespace sextant::exporting
