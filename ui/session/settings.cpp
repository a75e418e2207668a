// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/settings.h"

#include <QStandardPaths>

#include <algorithm>
#include <cmath>

namespace sextant::session {

namespace {

/// Counted up when the docks or splitters of the window change, so that a layout of another make is not
/// restored.
constexpr int kLayoutVersion = 2;

constexpr auto kLayoutVersionKey = "window/version";
constexpr auto kGeometryKey = "window/geometry";
constexpr auto kStateKey = "window/state";
constexpr auto kOpenPanelsKey = "window/openPanels";
constexpr auto kSplitterKey = "window/splitter%1";
constexpr auto kRecentFilesKey = "recentFiles";
constexpr auto kSignTopKey = "plots/signTop";
constexpr auto kFitColoursKey = "plots/fitColours";
constexpr auto kExportFormatKey = "export/format";
constexpr auto kExportSizeKey = "export/size";
constexpr auto kExportScaleKey = "export/scale";
constexpr auto kExportBackgroundKey = "export/background";
constexpr auto kExportFolderKey = "export/folder";

constexpr int kMostSplitters = 8;

QString splitterKey(int index) {
    return QString::fromLatin1(kSplitterKey).arg(index);
}

} // namespace

Settings::Settings(const QString& file) : store_(file, QSettings::IniFormat) {}

QString Settings::defaultFile() {
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           QStringLiteral("/sextant/sextant.ini");
}

WindowLayout Settings::windowLayout() const {
    if (store_.value(kLayoutVersionKey).toInt() != kLayoutVersion) {
        return {};
    }
    WindowLayout layout;
    layout.geometry = store_.value(kGeometryKey).toByteArray();
    layout.state = store_.value(kStateKey).toByteArray();
    layout.openPanels = store_.value(kOpenPanelsKey).toStringList();
    for (int i = 0; i < kMostSplitters && store_.contains(splitterKey(i)); ++i) {
        layout.splitters.append(store_.value(splitterKey(i)).toByteArray());
    }
    return layout;
}

void Settings::setWindowLayout(const WindowLayout& layout) {
    store_.setValue(kLayoutVersionKey, kLayoutVersion);
    store_.setValue(kGeometryKey, layout.geometry);
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

PlotChoices Settings::plotChoices() const {
    return {.signTop = std::clamp(store_.value(kSignTopKey, 0).toInt(), 0, 256),
            .fitColours = store_.value(kFitColoursKey, false).toBool()};
}

void Settings::setPlotChoices(const PlotChoices& choices) {
    store_.setValue(kSignTopKey, choices.signTop);
    store_.setValue(kFitColoursKey, choices.fitColours);
}

ExportChoices Settings::exportChoices() const {
    ExportChoices choices;
    choices.format = store_.value(kExportFormatKey, choices.format).toString();
    const QSize size = store_.value(kExportSizeKey, choices.size).toSize();
    if (size.width() >= 100 && size.height() >= 100 && size.width() <= 10000 && size.height() <= 10000) {
        choices.size = size;
    }
    const double scale = store_.value(kExportScaleKey, choices.scale).toDouble();
    if (std::isfinite(scale) && scale >= 0.5 && scale <= 8.0) {
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
