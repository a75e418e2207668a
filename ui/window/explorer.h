// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/opening/drop_files.h"
#include "ui/session/background_disposal.h"
#include "ui/session/settings.h"

#include <QObject>
#include <QPointer>

#include <memory>
#include <optional>
#include <vector>

namespace sextant::window {

class MainWindow;

/// What the windows of one program share: the settings, the thread that clears up behind them, and that there
/// is one window an artifact.
class Explorer : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY(Explorer)
public:
    /// `settingsFile` as Settings::defaultFile().
    explicit Explorer(const QString& settingsFile);

    /// Closes all windows.
    ~Explorer() override;

    /// A new window on these files, or an empty one. Reading begins before the window is built.
    MainWindow& openWindow(const std::optional<opening::ArtifactFiles>& files,
                           std::optional<int> anchor = {});

private:
    session::Settings settings_;
    std::shared_ptr<session::BackgroundDisposal> disposal_;
    std::vector<QPointer<MainWindow>> windows_;
};

} // namespace sextant::window
