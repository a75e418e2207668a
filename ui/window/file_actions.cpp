// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/file_actions.h"

#include "ui/opening/demo_artifact.h"
#include "ui/opening/drop_target.h"
#include "ui/opening/file_dialogs.h"
#include "ui/opening/model_opener.h"
#include "ui/opening/recent_menu.h"
#include "ui/session/paths.h"
#include "ui/session/session.h"
#include "ui/session/settings.h"
#include "ui/window/window_menus.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QMainWindow>
#include <QMenu>

#include <algorithm>
#include <vector>

namespace sextant::window {

namespace {

QString absolutePathOf(const std::filesystem::path& path) {
    return QFileInfo(session::toQString(path)).absoluteFilePath();
}

} // namespace

FileActions::FileActions(const WindowMenus& menus, session::Session& session, session::Settings& settings,
                         notices::BannerArea& banners, opening::ModelOpener& models, QMainWindow& window)
    : QObject(&window),
      session_(session),
      settings_(settings),
      window_(window),
      demo_(opening::demoArtifact()) {
    connectMenus(menus, models);
    connectDrops(banners);
    connect(&models, &opening::ModelOpener::measured, this, [this](const std::filesystem::path& artifact) {
        open({artifact, {}});
    });
    connect(&models, &opening::ModelOpener::furtherMeasured, this,
            [this](const std::filesystem::path& artifact) {
                emit newWindowRequested({artifact, {}});
            });
    connect(&session, &session::Session::artifactChanged, this, &FileActions::remember);
}

void FileActions::connectMenus(const WindowMenus& menus, opening::ModelOpener& models) {
    auto* recent = new opening::RecentMenu(settings_, &window_);
    connect(recent, &opening::RecentMenu::fileChosen, this, [this](const QString& path) {
        open({session::toPath(path), {}});
    });
    menus.file->insertMenu(menus.openDemo, recent);
    connect(menus.open, &QAction::triggered, this, [this] {
        opening::chooseArtifact(&window_, folder(), [this](const QString& path) {
            open({session::toPath(path), {}});
        });
    });
    connect(menus.openInNewWindow, &QAction::triggered, this, [this] {
        opening::chooseArtifact(&window_, folder(), [this](const QString& path) {
            emit newWindowRequested({session::toPath(path), {}});
        });
    });
    connect(menus.openModel, &QAction::triggered, this, [this, &models] { models.ask(folder()); });
    connect(menus.openDemo, &QAction::triggered, this, [this] {
        if (demo_) {
            open({*demo_, {}});
        }
    });
    connect(menus.reload, &QAction::triggered, &session_, &session::Session::reload);
    connect(menus.locateTensors, &QAction::triggered, this, &FileActions::locateTensors);
    connect(menus.close, &QAction::triggered, &window_, &QWidget::close);
    connect(menus.quit, &QAction::triggered, qApp, &QApplication::closeAllWindows);
}

void FileActions::connectDrops(notices::BannerArea& banners) {
    auto* drops = new opening::DropTarget(window_, banners);
    connect(drops, &opening::DropTarget::artifactDropped, this, &FileActions::open);
    connect(drops, &opening::DropTarget::furtherArtifactDropped, this, &FileActions::newWindowRequested);
    connect(drops, &opening::DropTarget::tensorsDropped, this,
            [this, drops](const std::filesystem::path& path) {
                session_.artifact() ? session_.locateTensors(path) : drops->refuse();
            });
}

void FileActions::open(const opening::ArtifactFiles& files) {
    session_.open(files.json, files.eigdirs, {}, opening::rememberedTensors(settings_, files));
}

void FileActions::locateTensors() {
    opening::chooseTensorFile(&window_, folder(),
                              [this](const QString& path) { session_.locateTensors(session::toPath(path)); });
}

void FileActions::remember() {
    const auto artifact = session_.artifact();
    const bool otherFile = !remembered_ || remembered_->grams->path != artifact->grams->path;
    remembered_ = artifact;
    if (artifact->grams->path == demo_) {
        return;
    }
    const QString path = absolutePathOf(artifact->grams->path);
    if (otherFile) {
        session::RecentFiles recent = settings_.recentFiles();
        recent.add(path);
        settings_.setRecentFiles(recent);
    }
    if (artifact->tensors && isTensorFileNamed()) {
        settings_.rememberTensorFile(path, absolutePathOf(artifact->tensors->path));
    }
}

bool FileActions::isTensorFileNamed() const {
    const std::vector<session::OpenedArtifact> opened = session_.opened();
    const auto selected = std::ranges::find(opened, session_.selected(), &session::OpenedArtifact::id);
    return selected != opened.end() && selected->source.eigdirs;
}

QString FileActions::folder() const {
    // The demo is installed with the program, not where people keep their files.
    return remembered_ && remembered_->grams->path != demo_
               ? QFileInfo(session::toQString(remembered_->grams->path)).absolutePath()
               : QDir::currentPath();
}

} // namespace sextant::window
