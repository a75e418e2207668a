// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/measure/measure.h"
#include "ui/session/background_activity.h"
#include "ui/session/background_disposal.h"
#include "ui/session/background_services.h"
#include "ui/session/background_worker.h"
#include "ui/session/channel.h"

#include <QObject>

#include <memory>

namespace sextant::session {

/// Measures a model in the background; one at a time, a new one stops the one before. Lives on the GUI
/// thread and never waits there.
///
///     connect(&measurement, &ModelMeasurement::finished, this, &Window::open);
///     measurement.begin(options);
class ModelMeasurement : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY(ModelMeasurement)
public:
    /// `services` measure; `disposal` takes what still runs at the end.
    ModelMeasurement(const BackgroundServices& services, std::shared_ptr<BackgroundDisposal> disposal,
                     QObject* parent = nullptr);

    /// Stops what runs and leaves it to the disposal to wait until it notices. What is finished is kept for
    /// the next begin().
    ~ModelMeasurement() override;

    /// Measures as the options say. Resumes a run that was stopped, when there is one of the
    /// same model and options.
    void begin(const measure::MeasureOptions& options);

    /// Stops; what is finished is kept for the next begin(). Neither finished() nor failed() follows.
    void cancel();

    [[nodiscard]] bool isRunning() const;

signals:
    void activityChanged(const sextant::session::BackgroundActivity& activity);
    void progressed(const sextant::measure::MeasureProgress& progress);
    void finished(const sextant::measure::MeasuredArtifact& artifact);
    void failed(const sextant::Error& error);

private:
    void receive(const Result<measure::MeasuredArtifact>& result);

    BackgroundServices services_;
    std::shared_ptr<BackgroundDisposal> disposal_;
    std::unique_ptr<Channel> channel_; ///< of the running measurement; null when none runs
    std::shared_ptr<BackgroundWorker> worker_;
};

} // namespace sextant::session
