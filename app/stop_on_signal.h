// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/file_descriptor.h"

#include <array>
#include <chrono>
#include <csignal>
#include <mutex>
#include <stop_token>
#include <string>
#include <thread>

namespace sextant::app {

/// While it lives, Ctrl-C, a request to terminate and the end of the terminal ask for a stop instead of
/// ending the program. When the work does not end in time, or at a second signal, the program ends whatever
/// it is doing; files that were being replaced stay as they were. A signal that was ignored stays ignored.
/// One at a time; without memory for its thread, signals act as they would without it.
///
///     const StopOnSignal stopper("sextant: stopped\n");
///     const auto loaded = loadArtifact(arguments, stopper.token());
///     if (stopper.signal() != 0) {
///         return stopper.sayStopped();
///     }
class StopOnSignal {
public:
    /// From the signal to the end by force: a second, less what the system needs to end a large process.
    static constexpr std::chrono::milliseconds kPatience{900};

    /// `lastWords` are printed on standard error when a signal has ended the work, at the latest when
    /// `patience` has passed.
    explicit StopOnSignal(std::string lastWords, std::chrono::milliseconds patience = kPatience);
    ~StopOnSignal();
    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;

    [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

    /// The signal that came; 0 when none did.
    [[nodiscard]] int signal() const;

    /// Prints the last words, unless they were printed before, and returns the exit status for signal().
    [[nodiscard]] int sayStopped() const;

private:
    static constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP};

    void watch();

    std::string lastWords_;
    std::chrono::milliseconds patience_;
    mutable std::once_flag spoken_;
    std::stop_source source_;
    FileDescriptor readEnd_;
    FileDescriptor writeEnd_;
    std::array<struct sigaction, kSignals.size()> before_{};
    std::thread watcher_;
};

} // namespace sextant::app
