// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <array>
#include <csignal>

namespace sextant::app {

/// While it lives, Ctrl-C, a request to terminate and the end of the terminal close the windows as their
/// close buttons do, so that what they keep is kept; a second one ends the program. A signal that was ignored
/// stays ignored. Needs the QApplication; one at a time.
class CloseOnSignal : public QObject {
public:
    CloseOnSignal();
    ~CloseOnSignal() override;

private:
    static constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP};

    std::array<struct sigaction, kSignals.size()> before_{};
};

} // namespace sextant::app
