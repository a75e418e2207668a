// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/opening/model_opener.h"

#include "ui/notices/advice_text.h"
#include "ui/notices/banner_area.h"
#include "ui/opening/file_dialogs.h"
#include "ui/session/paths.h"

#include <QDir>
#include <QFileInfo>
#include <QWidget>

namespace sextant::opening {

ModelOpener::ModelOpener(QWidget& window, notices::BannerArea& banners, const session::Session& session)
    : QObject(&window),
      window_(window),
      banners_(banners),
      measurement_(session.services(), session.disposal()) {
    connect(&measurement_, &session::ModelMeasurement::activityChanged, this, &ModelOpener::activityChanged);
    connect(&measurement_, &session::ModelMeasurement::finished, this,
            [this](const measure::MeasuredArtifact& artifact) {
                tell(artifact);
                emit measured(artifact.json);
            });
    connect(&measurement_, &session::ModelMeasurement::failed, this, [this](const Error& error) {
        banners_.show(notices::BannerTopic::Model, notices::Severity::Failure, notices::bannerText(error));
    });
}

void ModelOpener::ask(const QString& folder) {
    chooseModelFolder(&window_, folder, [this](const QString& model) { askForOutput(model); });
}

void ModelOpener::askForOutput(const QString& model) {
    // Beside the model, not in it: a folder of weights is often shared or read-only.
    const QFileInfo info(model);
    const QString suggestion =
        info.absolutePath() + QLatin1Char('/') + info.fileName() + QStringLiteral(".json");
    chooseNewArtifact(&window_, suggestion, [this, model](const QString& output) {
        begin(session::toPath(model), session::toPath(output));
    });
}

void ModelOpener::begin(const std::filesystem::path& model, const std::filesystem::path& output) {
    banners_.clear(notices::BannerTopic::Model);
    measurement_.begin(model, output);
}

void ModelOpener::cancel() {
    if (measurement_.isRunning()) {
        measurement_.cancel();
        banners_.show(
            notices::BannerTopic::Model, notices::Severity::Information,
            tr("Measuring was stopped. What is finished is kept: opening the model again with the same "
               "artifact goes on from there."));
    }
}

void ModelOpener::tell(const measure::MeasuredArtifact& artifact) {
    QString text = tr("Measured the model and wrote %1 and %2.")
                       .arg(QDir::toNativeSeparators(session::toQString(artifact.json)),
                            session::toQString(artifact.tensors.filename()));
    if (!artifact.normsNotFolded.empty()) {
        text += tr(" The gains of its norms are left out.");
    }
    if (!artifact.biasesIgnored.empty()) {
        text += tr(" Its biases are left out.");
    }
    banners_.show(notices::BannerTopic::Model, notices::Severity::Information, text,
                  {tr("A&bout It"), [this] { emit provenanceRequested(); }});
}

} // namespace sextant::opening
