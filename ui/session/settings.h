// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/recent_files.h"

#include <QByteArray>
#include <QList>
#include <QSettings>
#include <QSize>
#include <QString>
#include <QStringList>

namespace sextant::session {

/// Where a window was and how its parts were laid out; empty before the first run.
struct WindowLayout {
    QByteArray geometry;
    QByteArray state;
    QStringList openPanels; ///< built before `state` is restored
    QList<QByteArray> splitters;
};

/// What a person last chose for the plots.
struct PlotChoices {
    int signTop = 0; ///< k' of the sign bars; 0: the plot's own choice
    bool fitColours = false;
};

/// What a person last chose in the export dialog.
struct ExportChoices {
    QString format = QStringLiteral("png");
    QSize size{900, 600};
    double scale = 2.0;
    QString background = QStringLiteral("light");
    QString folder; ///< empty: the artifact's own
};

/// What is remembered between runs: the one place that knows the keys of the settings file. A value that is
/// missing, damaged or absurd reads as its default.
class Settings {
public:
    /// Reads and writes this INI file; made on the first write.
    explicit Settings(const QString& file);

    /// `sextant/sextant.ini` below XDG_CONFIG_HOME.
    static QString defaultFile();

    WindowLayout windowLayout() const;
    void setWindowLayout(const WindowLayout& layout);

    RecentFiles recentFiles() const;
    void setRecentFiles(const RecentFiles& files);

    PlotChoices plotChoices() const;
    void setPlotChoices(const PlotChoices& choices);

    ExportChoices exportChoices() const;
    void setExportChoices(const ExportChoices& choices);

private:
    QSettings store_;
};

} // namespace sextant::session
