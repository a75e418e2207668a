// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/settings.h"

#include "core/workspace/view_state_json.h"
#include "ui/session/settings_format.h"

#include <QStandardPaths>

#include <algorithm>
#include <cmath>

namespace sextant::session {

namespace {

/// Counted up when the docks or splitters of the window change, so that a layout of another make is not
/// restored.
constexpr int kLayoutVersion = 3;

constexpr auto kLayoutVersionKey = "window/version";
constexpr auto kPositionKey = "window/position";
constexpr auto kWindowSizeKey = "window/size";
constexpr auto kMaximizedKey = "window/maximized";
constexpr auto kStateKey = "window/state";
constexpr auto kOpenPanelsKey = "window/openPanels";
constexpr auto kSplitterKey = "window/splitter%1";
constexpr auto kRecentFilesKey = "recentFiles";
constexpr auto kRecentModelsKey = "recentModels";
constexpr auto kFirstStateKey = "view/firstState";
constexpr auto kTensorFilesKey = "tensorFiles";
constexpr auto kExportFormatKey = "export/format";
constexpr auto kExportSizeKey = "export/size";
constexpr auto kExportScaleKey = "export/scale";
constexpr auto kExportBackgroundKey = "export/background";
constexpr auto kExportFolderKey = "export/folder";

constexpr int kMostSplitters = 8;
constexpr qsizetype kMostTensorFiles = 50;

QString splitterKey(int index) {
    return QString::fromLatin1(kSplitterKey).arg(index);
}

} // namespace

Settings::Settings(const QString& file) : store_(file, jsonSettings()) {}

QString Settings::defaultFile() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/sextant/settings.json");
}

WindowLayout Settings::windowLayout() const {
    if (store_.value(kLayoutVersionKey).toInt() != kLayoutVersion) {
        return {};
    }
    WindowLayout layout;
    layout.position = store_.value(kPositionKey).toPoint();
    layout.size = store_.value(kWindowSizeKey).toSize();
    layout.maximized = store_.value(kMaximizedKey).toBool();
    layout.state = store_.value(kStateKey).toByteArray();
    layout.openPanels = store_.value(kOpenPanelsKey).toStringList();
    for (int i = 0; i < kMostSplitters && store_.contains(splitterKey(i)); ++i) {
        layout.splitters.append(store_.value(splitterKey(i)).toByteArray());
    }
    return layout;
}

void Settings::setWindowLayout(const WindowLayout& layout) {
    store_.setValue(kLayoutVersionKey, kLayoutVersion);
    store_.setValue(kPositionKey, layout.position);
    store_.setValue(kWindowSizeKey, layout.size);
    store_.setValue(kMaximizedKey, layout.maximized);
    store_.setValue(kStateKey, layout.state);
    store_.setValue(kOpenPanelsKey, layout.openPanels);
    for (int i = 0; i < layout.splitters.size() && i < kMostSplitters; ++i) {
        store_.setValue(splitterKey(i), layout.splitters[i]);
    }
}

RecentFiles Settings::recentFiles() const {
    return RecentFiles(store_.value(kRecentFilesKey).toStringList());
}

void Settings::setRecentFiles(const RecentFiles& files) {
    store_.setValue(kRecentFilesKey, files.newestFirst());
}

RecentFiles Settings::recentModels() const {
    return RecentFiles(store_.value(kRecentModelsKey).toStringList());
}

void Settings::setRecentModels(const RecentFiles& models) {
    store_.setValue(kRecentModelsKey, models.newestFirst());
}

workspace::ViewState Settings::firstState() const {
    const workspace::ViewState saved =
        workspace::viewStateFromJson(store_.value(kFirstStateKey).toString().toStdString());
    workspace::ViewState first;
    first.signTop = saved.signTop;
    first.colours = saved.colours;
    first.maps = {.heads = first.maps.heads, .colours = saved.maps.colours, .faded = saved.maps.faded};
    return first;
}

void Settings::rememberChoices(const workspace::ViewState& state) {
    workspace::ViewState first;
    first.signTop = state.signTop;
    first.colours = state.colours;
    first.maps = {.heads = first.maps.heads, .colours = state.maps.colours, .faded = state.maps.faded};
    if (first != firstState()) {
        store_.setValue(kFirstStateKey, QString::fromStdString(workspace::toJson(first)));
    }
}

std::optional<QString> Settings::tensorFileOf(const QString& artifact) const {
    // Artifact and tensor file take turns, newest pair first.
    const QStringList files = store_.value(kTensorFilesKey).toStringList();
    for (qsizetype i = 0; i + 1 < files.size(); i += 2) {
        if (files[i] == artifact) {
            return files[i + 1];
        }
    }
    return std::nullopt;
}

void Settings::rememberTensorFile(const QString& artifact, const QString& tensorFile) {
    const QStringList old = store_.value(kTensorFilesKey).toStringList();
    QStringList files{artifact, tensorFile};
    for (qsizetype i = 0; i + 1 < old.size() && files.size() < 2 * kMostTensorFiles; i += 2) {
        if (old[i] != artifact) {
            files << old[i] << old[i + 1];
        }
    }
    store_.setValue(kTensorFilesKey, files);
}

ExportChoices Settings::exportChoices() const {
    ExportChoices choices;
    choices.format = store_.value(kExportFormatKey, choices.format).toString();
    const QSize size = store_.value(kExportSizeKey, choices.size).toSize();
    if (!size.isEmpty()) { // the dialog keeps size and scale within what a figure can have
        choices.size = size;
    }
    const double scale = store_.value(kExportScaleKey, choices.scale).toDouble();
    if (std::isfinite(scale) && scale > 0.0) {
        choices.scale = scale;
    }
    choices.background = store_.value(kExportBackgroundKey, choices.background).toString();
    choices.folder = store_.value(kExportFolderKey).toString();
    return choices;
}

void Settings::setExportChoices(const ExportChoices& choices) {
    store_.setValue(kExportFormatKey, choices.format);
    store_.setValue(kExportSizeKey, choices.size);
    store_.setValue(kExportScaleKey, choices.scale);
    store_.setValue(kExportBackgroundKey, choices.background);
    store_.setValue(kExportFolderKey, choices.folder);
}

} // namespace sextant::session
