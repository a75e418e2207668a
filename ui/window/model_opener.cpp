#include "ui/window/model_opener.h"

#include "ui/session/paths.h"
#include "ui/window/banner_area.h"
#include "ui/window/file_dialogs.h"

#include <QFileInfo>
#include <QWidget>

namespace sextant {

ModelOpener::ModelOpener(QWidget& window, BannerArea& banners)
    : QObject(&window),
      window_(window),
      banners_(banners) {
    connect(&measurement_, &ModelMeasurement::activityChanged, this, &ModelOpener::activityChanged);
    connect(&measurement_, &ModelMeasurement::finished, this, &ModelOpener::measured);
    connect(&measurement_, &ModelMeasurement::failed, this, [this](const Error& error) {
        banners_.show(BannerTopic::Model, Severity::Failure, QString::fromStdString(describe(error)));
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
    measurement_.cancel();
}

} // namespace sextant
