// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

namespace sextant::session {
class Settings;
} // namespace sextant::session

namespace sextant::opening {

/// The files opened last; filled when it is opened, from what all windows have opened by then.
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
