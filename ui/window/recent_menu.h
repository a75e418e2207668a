#pragma once

#include <QMenu>

namespace sextant {

class Settings;

/// The files opened last; filled when it is opened, from what all windows have opened by then.
class RecentMenu : public QMenu {
    Q_OBJECT
public:
    RecentMenu(Settings& settings, QWidget* parent = nullptr);

signals:
    void fileChosen(const QString& path);

private:
    void fill();

    Settings& settings_;
};

} // namespace sextant
