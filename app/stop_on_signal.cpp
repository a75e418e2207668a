// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stop_on_signal.h"

#include "app/exit_status.h"

#include <unistd.h>

#include <atomic>
#include <chrono>

namespace sextant::app {
namespace {

constexpr std::chrono::milliseconds kPatience{20};

/// A handler has no other way to say what it was called for. Holding the signals back and waiting for them
/// would do without, but libraries start threads before main(), and those would still be ended by them.
std::atomic<int> received = 0;
static_assert(std::atomic<int>::is_always_lock_free);

void noteStop(int signal) {
    if (received.exchange(signal) != 0) {
        ::_exit(kExitBySignal + signal); // asked twice: now, whatever is unfinished
    }
}

/// Gives back what was done about the signal before.
struct sigaction handle(int signal) {
    struct sigaction before {};
    ::sigaction(signal, nullptr, &before);
    if (before.sa_handler != SIG_IGN) {
        struct sigaction action {};
        action.sa_handler = noteStop;
        action.sa_flags = SA_RESTART;
        sigemptyset(&action.sa_mask);
        ::sigaction(signal, &action, nullptr);
    }
    return before;
}

} // namespace

StopOnSignal::StopOnSignal() {
    received = 0;
    interruptBefore_ = handle(SIGINT);
    terminateBefore_ = handle(SIGTERM);
    watcher_ = std::jthread([this](const std::stop_token& end) { watch(end); });
}

StopOnSignal::~StopOnSignal() {
    watcher_.request_stop();
    watcher_.join();
    ::sigaction(SIGINT, &interruptBefore_, nullptr);
    ::sigaction(SIGTERM, &terminateBefore_, nullptr);
}

int StopOnSignal::signal() const {
    return received;
}

/// What a handler may do is little; asking for a stop is done here.
void StopOnSignal::watch(const std::stop_token& end) {
    while (!end.stop_requested() && !source_.stop_requested()) {
        std::this_thread::sleep_for(kPatience);
        if (received != 0) {
            source_.request_stop();
        }
    }
}

} // namespace sextant::app
