// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/background_activity.h"

#include <QStatusBar>
#include <QTimer>

class QLabel;
class QProgressBar;
class QPushButton;

namespace sextant::widgets {
class ElidedLabel;
} // namespace sextant::widgets

namespace sextant::window {

/// The line below the plots: the read-out, and the background activity with its progress and a Cancel button.
/// Short activities are never shown.
class StatusArea : public QStatusBar {
    Q_OBJECT
public:
    explicit StatusArea(QWidget* parent = nullptr);

    /// Empty for none.
    void setReadout(const QString& text);
    QString readout() const;

    void setActivity(const session::BackgroundActivity& activity);

signals:
    void cancelRequested();

private:
    void showActivity();

    QLabel* readout_;
    widgets::ElidedLabel* what_;
    QProgressBar* progress_;
    QPushButton* cancel_;
    session::BackgroundActivity activity_;
    QTimer patience_; ///< runs while an activity has begun but is not shown yet
};

} // namespace sextant::window
