// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace sextant::app {

/// For the benchmark: prints the moment the first window is painted, "first_paint SECONDS" on the system's
/// monotonic clock, which whoever started the process reads too, and ends the program.
class FirstPaint : public QObject {
public:
    /// Watches the running QApplication.
    explicit FirstPaint(QObject* application);

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool seen_ = false;
};

} // namespace sextant::app
