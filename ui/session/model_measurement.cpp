// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/model_measurement.h"

#include "core/base/amount_text.h"
#include "core/base/display_text.h"
#include "core/measure/artifact_paths.h"

#include <utility>

namespace sextant::session {

namespace {

constexpr std::size_t longestName = 60;

/// Progress in thousandths, with the time left once it is known.
BackgroundActivity activityOf(const QString& model, const measure::MeasureProgress& progress) {
    QString what = ModelMeasurement::tr("Measuring %1").arg(model);
    if (progress.secondsLeft) {
        what += ModelMeasurement::tr(", about %1 left")
                    .arg(QString::fromStdString(durationText(*progress.secondsLeft)));
    }
    return {what, static_cast<int>(progress.fraction * 1000.0), 1000};
}

/// Resumes a stopped run, and starts afresh where the unfinished work belongs to another model.
Result<measure::MeasuredArtifact>
measureOrResume(const BackgroundServices& services, measure::MeasureOptions options,
                const std::function<void(const measure::MeasureProgress&)>& progress,
                const std::stop_token& stop) {
    options.resume = true;
    Result<measure::MeasuredArtifact> result = services.measure(options, progress, stop);
    if (!result && result.error().code == ErrorCode::Usage) {
        options.resume = false;
        result = services.measure(options, progress, stop);
    }
    return result;
}

} // namespace

ModelMeasurement::ModelMeasurement(const BackgroundServices& services,
                                   std::shared_ptr<BackgroundDisposal> disposal, QObject* parent)
    : QObject(parent),
      services_(services),
      disposal_(std::move(disposal)),
      worker_(std::make_shared<BackgroundWorker>()) {}

ModelMeasurement::~ModelMeasurement() {
    channel_.reset();
    worker_->stop();
    disposal_->dispose(std::move(worker_));
}

void ModelMeasurement::begin(const measure::MeasureOptions& options) {
    const QString name =
        QString::fromStdString(displayText(measure::modelNameOf(options.model), longestName));
    channel_ = std::make_unique<Channel>(this);
    emit activityChanged({tr("Measuring %1").arg(name), 0, 0});
    const Channel::Sender sender = channel_->sender();
    const auto job = [this, services = services_, options, name, sender](const std::stop_token& stop) {
        const auto report = [&](const measure::MeasureProgress& progress) {
            sender.send([this, progress, activity = activityOf(name, progress)] {
                emit progressed(progress);
                emit activityChanged(activity);
            });
        };
        sender.send([this, result = measureOrResume(services, options, report, stop)] { receive(result); });
    };
    const auto failed = [this, model = options.model, sender](const Error& error) {
        sender.send([this, named = namingFile(error, model)] { receive(tl::make_unexpected(named)); });
    };
    worker_->submit(job, failed);
}

void ModelMeasurement::cancel() {
    if (isRunning()) {
        channel_.reset();
        worker_->stop();
        emit activityChanged({});
    }
}

bool ModelMeasurement::isRunning() const {
    return channel_ != nullptr;
}

void ModelMeasurement::receive(const Result<measure::MeasuredArtifact>& result) {
    // The message that brought this belongs to the channel, which must outlive it.
    const std::unique_ptr<Channel> closing = std::move(channel_);
    emit activityChanged({});
    if (result) {
        emit finished(*result);
    } else if (result.error().code != ErrorCode::Cancelled) {
        emit failed(result.error());
    }
}

} // namespace sextant::session
