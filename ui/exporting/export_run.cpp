// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/exporting/export_run.h"

#include "ui/session/paths.h"

#include <QTimer>

namespace sextant::exporting {

ExportRun::ExportRun(std::shared_ptr<const quantities::AnchorView> view, std::vector<FigureJob> jobs,
                     const FigureOptions& options, QObject* parent)
    : QObject(parent),
      view_(std::move(view)),
      jobs_(std::move(jobs)),
      options_(options) {
    QTimer::singleShot(0, this, &ExportRun::writeNext);
}

void ExportRun::writeNext() {
    const auto next = static_cast<std::size_t>(written_.size());
    QString error;
    if (next < jobs_.size()) {
        const auto result = exportFigure(view_, jobs_[next].kind, jobs_[next].path, options_);
        if (result) {
            written_ << session::toQString(jobs_[next].path);
            QTimer::singleShot(0, this, &ExportRun::writeNext);
            return;
        }
        error = QString::fromStdString(describe(result.error()));
    }
    emit finished(written_, error);
    deleteLater();
}

} // namespace sextant::exporting
