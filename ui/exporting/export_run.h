// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/exporting/export_dialog.h"
#include "ui/session/background_disposal.h"
#include "ui/session/background_worker.h"
#include "ui/session/channel.h"

#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>
#include <vector>

namespace sextant::exporting {

/// Exports figures one after another: each is drawn in a turn of the event loop of its own, then encoded and
/// written by a worker, so the window stays alive. Tells when it is over and deletes itself. When it is
/// destroyed before, the figure under way is written whole or not at all, and none follows.
class ExportRun : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY(ExportRun)
public:
    using Write = std::function<Result<void>(const std::filesystem::path&, const DrawnFigure&)>;

    /// `write` is called on the worker's thread; `disposal` takes the worker at the end.
    ExportRun(std::shared_ptr<const quantities::AnchorView> view, std::vector<FigureJob> jobs,
              const FigureOptions& options, std::shared_ptr<session::BackgroundDisposal> disposal,
              Write write, QObject* parent);
    ~ExportRun() override;

signals:
    /// `error` is empty when all were written, else the first failure, after which nothing more is written.
    void finished(const QStringList& written, const QString& error);

private:
    void drawNext();
    void receive(const Result<void>& written);
    void finish(const QString& error);

    std::shared_ptr<const quantities::AnchorView> view_;
    std::vector<FigureJob> jobs_;
    FigureOptions options_;
    std::shared_ptr<session::BackgroundDisposal> disposal_;
    Write write_;
    session::Channel channel_;
    std::shared_ptr<session::BackgroundWorker> worker_;
    QStringList written_;
};

} // namespace sextant::exporting
