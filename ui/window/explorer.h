// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/thread_budget.h"
#include "ui/opening/drop_files.h"
#include "ui/session/background_disposal.h"
#include "ui/session/settings.h"

#include <QObject>
#include <QPointer>

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

namespace sextant::window {

class MainWindow;

/// Owns what all windows of the program share: the settings and the thread that disposes of closed sessions.
///
///     Explorer explorer(session::Settings::defaultFile());
///     explorer.openWindow(opening::ArtifactFiles{"model.json", {}});
///     return QApplication::exec();
class Explorer : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY(Explorer)
public:
    /// `settingsFile` as Settings::defaultFile(). All windows work on the threads of `budget`. Models of the
    /// hub are looked up in `modelCache`.
    Explorer(const QString& settingsFile, ThreadBudget budget, std::filesystem::path modelCache = {});

    /// Closes all windows.
    ~Explorer() override;

    /// Opens a new window on these files, or an empty one. Reading starts before the window is built.
    MainWindow& openWindow(const std::optional<opening::ArtifactFiles>& files,
                           std::optional<int> anchor = {});

private:
    session::Settings settings_;
    ThreadBudget budget_;
    std::filesystem::path modelCache_;
    std::shared_ptr<session::BackgroundDisposal> disposal_;
    std::vector<QPointer<MainWindow>> windows_;
};

} // namespace sextant::window
