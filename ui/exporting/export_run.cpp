// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/exporting/export_run.h"

#include "ui/session/paths.h"

#include <QTimer>

#include <utility>

namespace sextant::exporting {

ExportRun::ExportRun(std::shared_ptr<const quantities::AnchorView> view, std::vector<FigureJob> jobs,
                     const FigureOptions& options, std::shared_ptr<session::BackgroundDisposal> disposal,
                     Write write, QObject* parent)
    : QObject(parent),
      view_(std::move(view)),
      jobs_(std::move(jobs)),
      options_(options),
      disposal_(std::move(disposal)),
      write_(std::move(write)),
      channel_(this),
      worker_(std::make_shared<session::BackgroundWorker>()) {
    QTimer::singleShot(0, this, &ExportRun::drawNext);
}

ExportRun::~ExportRun() {
    worker_->stop();
    disposal_->dispose(std::move(worker_));
}

void ExportRun::drawNext() {
    const auto next = static_cast<std::size_t>(written_.size());
    if (next == jobs_.size()) {
        finish({});
        return;
    }
    const FigureJob& job = jobs_[next];
    Result<DrawnFigure> figure = drawFigure(view_, job.kind, options_);
    if (!figure) {
        receive(tl::make_unexpected(std::move(figure).error()));
        return;
    }
    const auto deliver = [this, sender = channel_.sender()](Result<void> written) {
        sender.send([this, written = std::move(written)] { receive(written); });
    };
    worker_->submit([write = write_, path = job.path, figure = *std::move(figure),
                     deliver](const std::stop_token&) { deliver(write(path, figure)); },
                    [deliver](const Error& error) { deliver(tl::make_unexpected(error)); });
}

void ExportRun::receive(const Result<void>& written) {
    const std::filesystem::path& path = jobs_[static_cast<std::size_t>(written_.size())].path;
    if (written) {
        written_ << session::toQString(path);
        drawNext();
        return;
    }
    Error error = written.error();
    error.file = error.file.empty() ? path : error.file;
    finish(QString::fromStdString(describe(error)));
}

void ExportRun::finish(const QString& error) {
    emit finished(written_, error);
    deleteLater();
}

} // namespace sextant::exporting
