// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "ui/opening/drop_files.h"

#include <QObject>
#include <QString>

#include <filesystem>
#include <memory>
#include <optional>

class QMainWindow;

namespace sextant::notices {
class BannerArea;
} // namespace sextant::notices

namespace sextant::opening {
class ModelOpener;
} // namespace sextant::opening

namespace sextant::session {
class Session;
class Settings;
} // namespace sextant::session

namespace sextant::window {

struct WindowMenus;

/// Every way to open a file in a window: menus, recent files, drops, models and the demo. Remembers what was
/// opened.
class FileActions : public QObject {
    Q_OBJECT
public:
    /// All must outlive this; `window` owns it.
    FileActions(const WindowMenus& menus, session::Session& session, session::Settings& settings,
                notices::BannerArea& banners, opening::ModelOpener& models, QMainWindow& window);

    /// Opens in this window. Without an explicit tensor file, tries the one remembered for the artifact.
    void open(const opening::ArtifactFiles& files);

    /// Asks the user for the tensor file of the open artifact.
    void locateTensors();

    bool hasDemo() const { return demo_.has_value(); }

signals:
    void newWindowRequested(const sextant::opening::ArtifactFiles& files);

private:
    void connectMenus(const WindowMenus& menus, opening::ModelOpener& models);
    void connectDrops(notices::BannerArea& banners);
    void remember();
    bool isTensorFileNamed() const; ///< by a person, of the selected artifact
    QString folder() const;

    session::Session& session_;
    session::Settings& settings_;
    QMainWindow& window_;
    const std::optional<std::filesystem::path> demo_;
    std::shared_ptr<const artifact::Artifact> remembered_; ///< the one last seen
};

} // namespace sextant::window
