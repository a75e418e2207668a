#include "ui/window/figure_exporter.h"

#include "ui/session/paths.h"
#include "ui/session/settings.h"
#include "ui/window/banner_area.h"
#include "ui/window/export_dialog.h"
#include "ui/window/export_run.h"

#include <QDir>
#include <QFileInfo>
#include <QWidget>

namespace sextant {

FigureExporter::FigureExporter(QWidget& window, Settings& settings, BannerArea& banners)
    : QObject(&window),
      window_(window),
      settings_(settings),
      banners_(banners) {}

void FigureExporter::exportPlots(const std::shared_ptr<const AnchorView>& view,
                                 const std::vector<PlotKind>& chosen, const Look& look) {
    const QString beside = QFileInfo(toQString(view->tables->artifact->grams->path)).absolutePath();
    auto* dialog = new ExportDialog(view, chosen, settings_.exportChoices(), beside, &window_);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, view, look] {
        settings_.setExportChoices(dialog->choices());
        QDir().mkpath(dialog->choices().folder); // as `export --out` does; what cannot be is told by the run
        FigureOptions options = dialog->options();
        options.signTop = look.signTop;
        options.fitColours = look.fitColours;
        auto* run = new ExportRun(view, dialog->jobs(), options, this);
        connect(run, &ExportRun::finished, this, &FigureExporter::tell);
    });
    dialog->open();
}

void FigureExporter::tell(const QStringList& written, const QString& error) {
    if (!error.isEmpty()) {
        banners_.show(BannerTopic::Export, Severity::Failure, error);
        return;
    }
    const QFileInfo first(written.first());
    const QString text = written.size() == 1 ? tr("Wrote %1.").arg(QDir::toNativeSeparators(first.filePath()))
                                             : tr("Wrote %1 figures to %2.")
                                                   .arg(written.size())
                                                   .arg(QDir::toNativeSeparators(first.absolutePath()));
    banners_.show(BannerTopic::Export, Severity::Information, text);
}

} // namespace sextant
