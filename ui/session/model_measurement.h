// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/measure/measure.h"
#include "ui/session/background_activity.h"
#include "ui/session/background_worker.h"
#include "ui/session/channel.h"

#include <QObject>

#include <filesystem>
#include <memory>

namespace sextant::session {

/// Measures a model in the background; one at a time, a new one stops the one before. Lives on the GUI
/// thread.
class ModelMeasurement : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY(ModelMeasurement)
public:
    explicit ModelMeasurement(QObject* parent = nullptr);

    /// Stops what runs and waits for the moment it takes to notice.
    ~ModelMeasurement() override;

    /// Reads the folder `model` and writes the pair `output`. Goes on where a run that was stopped left off,
    /// when there is one of the same model.
    void begin(const std::filesystem::path& model, const std::filesystem::path& output);

    /// Stops; what is finished is kept for the next begin(). Neither finished() nor failed() follows.
    void cancel();

    bool isRunning() const;

signals:
    void activityChanged(const sextant::session::BackgroundActivity& activity);
    void finished(const sextant::measure::MeasuredArtifact& artifact);
    void failed(const sextant::Error& error);

private:
    void receive(const Result<measure::MeasuredArtifact>& result);

    std::unique_ptr<Channel> channel_; ///< of the running measurement; null when none runs
    BackgroundWorker worker_;
};

} // namespace sextant::session
