// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/workspace/view_state.h"
#include "ui/session/recent_files.h"

#include <QByteArray>
#include <QList>
#include <QPoint>
#include <QSettings>
#include <QSize>
#include <QString>
#include <QStringList>

#include <optional>

namespace sextant::session {

/// Where a window was and how its parts were laid out; empty before the first run.
struct WindowLayout {
    QPoint position; ///< of the frame, which is what QWidget::move() takes
    QSize size;      ///< of the window inside of its frame, not maximized; empty when nothing was saved
    bool maximized = false;
    QByteArray state;
    QStringList openPanels; ///< built before `state` is restored
    QList<QByteArray> splitters;
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
///
///     Settings settings(Settings::defaultFile());
///     session.apply(workspace::Restore{settings.firstState()});
class Settings {
public:
    /// Reads and writes this JSON file; made on the first write. A write that fails leaves the old file.
    explicit Settings(const QString& file);

    /// `sextant/settings.json` below XDG_CONFIG_HOME.
    static QString defaultFile();

    [[nodiscard]] WindowLayout windowLayout() const;
    void setWindowLayout(const WindowLayout& layout);

    [[nodiscard]] RecentFiles recentFiles() const;
    void setRecentFiles(const RecentFiles& files);

    /// Models measured from the dialog, by what was typed, or absolute paths.
    [[nodiscard]] RecentFiles recentModels() const;
    void setRecentModels(const RecentFiles& models);

    /// How a new window begins: k', colours and pale cells as chosen last, everything else as a new ViewState
    /// has it.
    [[nodiscard]] workspace::ViewState firstState() const;
    /// Keeps k', colours and pale cells of `state`; writes only when they are others than before.
    void rememberChoices(const workspace::ViewState& state);

    /// The tensor file that was last named for this artifact, if any; whether it is still there is not asked.
    [[nodiscard]] std::optional<QString> tensorFileOf(const QString& artifact) const;
    /// Remembers it for the next time; absolute paths. The newest 50 artifacts are kept.
    void rememberTensorFile(const QString& artifact, const QString& tensorFile);

    [[nodiscard]] ExportChoices exportChoices() const;
    void setExportChoices(const ExportChoices& choices);

private:
    QSettings store_;
};

} // namespace sextant::session
