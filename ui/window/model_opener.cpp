#include "ui/window/model_opener.h"

#include "ui/session/paths.h"
#include "ui/window/banner_area.h"
#include "ui/window/file_dialogs.h"

#include <QDir>
#include <QFileInfo>
#include <QWidget>

namespace sextant {

ModelOpener::ModelOpener(QWidget& window, BannerArea& banners)
    : QObject(&window),
      window_(window),
      banners_(banners) {
    connect(&measurement_, &ModelMeasurement::activityChanged, this, &ModelOpener::activityChanged);
    connect(&measurement_, &ModelMeasurement::finished, this, [this](const MeasuredArtifact& artifact) {
        tell(artifact);
        emit measured(artifact.json);
    });
    connect(&measurement_, &ModelMeasurement::failed, this, [this](const Error& error) {
        banners_.show(BannerTopic::Model, Severity::Failure,
                      QString::fromStdString(describe(error)) + QLatin1Char('.'));
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
    chooseNewArtifact(&window_, suggestion,
                      [this, model](const QString& output) { begin(toPath(model), toPath(output)); });
}

void ModelOpener::begin(const std::filesystem::path& model, const std::filesystem::path& output) {
    banners_.clear(BannerTopic::Model);
    measurement_.begin(model, output);
}

void ModelOpener::cancel() {
    if (measurement_.isRunning()) {
        measurement_.cancel();
        banners_.show(
            BannerTopic::Model, Severity::Information,
            tr("Measuring was stopped. What is finished is kept: opening the model again with the same "
               "artifact goes on from there."));
    }
}

void ModelOpener::tell(const MeasuredArtifact& artifact) {
    QString text =
        tr("Measured the model and wrote %1 and %2.")
            .arg(QDir::toNativeSeparators(toQString(artifact.json)), toQString(artifact.tensors.filename()));
    if (!artifact.normsNotFolded.empty()) {
        text += tr(" The gains of its norms are left out.");
    }
    if (!artifact.biasesIgnored.empty()) {
        text += tr(" Its biases are left out.");
    }
    banners_.show(BannerTopic::Model, Severity::Information, text,
                  {tr("A&bout It"), [this] { emit provenanceRequested(); }});
}

} // namespace sextant
