// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

namespace sextant::session {
class Settings;
} // namespace sextant::session

namespace sextant::opening {

/// The files opened most recently, by any window; filled each time the menu opens.
class RecentMenu : public QMenu {
    Q_OBJECT
public:
    RecentMenu(session::Settings& settings, QWidget* parent = nullptr);

signals:
    void fileChosen(const QString& path);

private:
    void fill();

    session::Settings& settings_;
};

} // namespace sextant::opening
