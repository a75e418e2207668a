// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <csignal>
#include <stop_token>
#include <thread>

namespace sextant::app {

/// While it lives, Ctrl-C and a request to terminate ask for a stop instead of ending the program; a second
/// one ends it. A signal that was ignored stays ignored. One at a time.
class StopOnSignal {
public:
    StopOnSignal();
    ~StopOnSignal();
    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;

    std::stop_token token() const { return source_.get_token(); }

    /// The signal that asked, 0 when none did.
    int signal() const;

private:
    void watch(const std::stop_token& end);

    std::stop_source source_;
    struct sigaction interruptBefore_ {};
    struct sigaction terminateBefore_ {};
    std::jthread watcher_;
};

} // namespace sextant::app
