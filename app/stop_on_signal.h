#pragma once

#include <atomic>
#include <csignal>
#include <stop_token>
#include <thread>

namespace sextant {

/// While it lives, Ctrl-C and a request to terminate ask for a stop instead of ending the program; a second
/// one ends it. To be made before other threads are: they take over which signals it holds back.
class StopOnSignal {
public:
    StopOnSignal();
    ~StopOnSignal();
    StopOnSignal(const StopOnSignal&) = delete;
    StopOnSignal& operator=(const StopOnSignal&) = delete;

    std::stop_token token() const { return source_.get_token(); }

    /// The signal that asked, 0 when none did.
    int signal() const { return signal_.load(); }

private:
    void watch(const std::stop_token& end);

    std::stop_source source_;
    std::atomic<int> signal_ = 0;
    sigset_t held_;
    sigset_t before_;
    std::jthread watcher_;
};

} // namespace sextant
