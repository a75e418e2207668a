// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/exporting/export_dialog.h"

#include <QObject>
#include <QStringList>

#include <memory>
#include <vector>

namespace sextant::exporting {

/// Writes figures one after another, each in a turn of the event loop of its own, so that the window stays
/// alive; then tells and deletes itself.
class ExportRun : public QObject {
    Q_OBJECT
public:
    ExportRun(std::shared_ptr<const quantities::AnchorView> view, std::vector<FigureJob> jobs,
              const FigureOptions& options, QObject* parent);

signals:
    /// `error` is empty when all were written, else the first failure, after which nothing more is written.
    void finished(const QStringList& written, const QString& error);

private:
    void writeNext();

    std::shared_ptr<const quantities::AnchorView> view_;
    std::vector<FigureJob> jobs_;
    FigureOptions options_;
    QStringList written_;
};

} // namespace sextant::exporting
