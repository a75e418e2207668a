// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/background_activity.h"

#include <QObject>

class QAction;

namespace sextant::opening {
class ModelOpener;
} // namespace sextant::opening

namespace sextant::session {
class Session;
} // namespace sextant::session

namespace sextant::window {

class StatusArea;

/// Shows the background activity, a measurement in preference to the session's own, and cancels what it
/// shows.
class ActivityLine : public QObject {
    Q_OBJECT
public:
    /// All must outlive this, which belongs to `status`. `cancel` is enabled while something runs.
    ActivityLine(session::Session& session, opening::ModelOpener& models, StatusArea& status,
                 QAction& cancel);

signals:
    /// Empty when nothing runs.
    void changed(const QString& what);

private:
    void show();
    void cancel();

    session::Session& session_;
    opening::ModelOpener& models_;
    StatusArea& status_;
    QAction& cancel_;
    session::BackgroundActivity measuring_;
    session::BackgroundActivity reading_;
};

} // namespace sextant::window
