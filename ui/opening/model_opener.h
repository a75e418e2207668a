// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/model_measurement.h"
#include "ui/session/session.h"

#include <QObject>
#include <QString>

#include <filesystem>

class QWidget;

namespace sextant::notices {
class BannerArea;
} // namespace sextant::notices

namespace sextant::opening {

/// "Open Model...": asks for a model folder and where its artifact goes, measures it in the background and
/// hands the artifact over. A banner says what was written and left out, that it was stopped, or what failed.
class ModelOpener : public QObject {
    Q_OBJECT
public:
    /// `window` is the parent of the dialogs; it, `banners` and `session` must outlive this. Measures with
    /// the services of `session`.
    ModelOpener(QWidget& window, notices::BannerArea& banners, const session::Session& session);

    /// Opens the first dialog in `folder` and returns at once.
    void ask(const QString& folder);

    /// The same without asking.
    void begin(const std::filesystem::path& model, const std::filesystem::path& output);

    void cancel();

signals:
    void activityChanged(const sextant::session::BackgroundActivity& activity);
    void measured(const std::filesystem::path& artifact);
    /// The person wants to read where the artifact comes from.
    void provenanceRequested();

private:
    void askForOutput(const QString& model);
    void tell(const measure::MeasuredArtifact& artifact);

    QWidget& window_;
    notices::BannerArea& banners_;
    session::ModelMeasurement measurement_;
};

} // namespace sextant::opening
