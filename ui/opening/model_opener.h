// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/measure.h"
#include "ui/opening/measure_queue.h"
#include "ui/session/session.h"

#include <QObject>
#include <QPointer>
#include <QString>

#include <filesystem>
#include <memory>

class QAction;
class QDockWidget;
class QMainWindow;

namespace sextant::notices {
class BannerArea;
} // namespace sextant::notices

namespace sextant::session {
class Settings;
} // namespace sextant::session

namespace sextant::opening {

class ModelDialog;

/// "Open Model...": asks for a model, its options and where its artifact goes, measures it in the background
/// after those asked for before, and hands the artifact over. A banner says what was written and left out,
/// that it was stopped, or what failed; a panel of the window shows the queue.
class ModelOpener : public QObject {
    Q_OBJECT
public:
    /// All must outlive this. Measures with the services of `session`.
    ModelOpener(QMainWindow& window, notices::BannerArea& banners, const session::Session& session,
                session::Settings& settings);

    /// Opens the dialog and returns at once. Artifacts go to `folder` unless a person says otherwise.
    void ask(const QString& folder);

    /// The same without asking.
    void begin(const measure::MeasureOptions& options);

    /// Stops the measurement that runs; the next begins.
    void cancel();

    /// Shows and hides the queue.
    [[nodiscard]] QAction* queueSwitch() const { return queueSwitch_; }

signals:
    void activityChanged(const sextant::session::BackgroundActivity& activity);
    void measured(const std::filesystem::path& artifact);
    /// One more of the same queue, for a window of its own.
    void furtherMeasured(const std::filesystem::path& artifact);
    /// The person wants to read where the artifact comes from.
    void provenanceRequested();

private:
    void tell(const measure::MeasuredArtifact& artifact);
    void remember(const QString& model);
    void showQueue(bool shown);

    QMainWindow& window_;
    notices::BannerArea& banners_;
    session::Settings& settings_;
    std::filesystem::path cache_;
    decltype(session::BackgroundServices::multiplicationsPerSecond) rate_;
    std::shared_ptr<session::BackgroundDisposal> disposal_;
    MeasureQueue queue_;
    QAction* queueSwitch_;
    QDockWidget* dock_ = nullptr; ///< null until the queue is first shown
    QPointer<ModelDialog> dialog_;
};

} // namespace sextant::opening
