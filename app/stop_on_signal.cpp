// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stop_on_signal.h"

#include "app/exit_status.h"
#include "app/output.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <system_error>
#include <utility>

namespace sextant::app {
namespace {

constexpr char kSignalled = 's';
constexpr char kOver = 'o';

// A handler has no other way to know anything. Holding the signals back and waiting for them would do
// without, but libraries start threads before main(), and those would still be ended by them.
std::atomic<int> receivedSignal = 0;
std::atomic<int> signalPipe = -1;
static_assert(std::atomic<int>::is_always_lock_free);

void noteSignal(int signal) {
    if (receivedSignal.exchange(signal) != 0) {
        ::_exit(kExitBySignal + signal); // asked twice: now, whatever is unfinished
    }
    const int code = errno;
    [[maybe_unused]] const ssize_t written = ::write(signalPipe, &kSignalled, 1);
    errno = code;
}

} // namespace

StopOnSignal::StopOnSignal(std::string lastWords, std::chrono::milliseconds patience)
    : lastWords_(std::move(lastWords)),
      patience_(patience) {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) {
        return;
    }
    readEnd_ = FileDescriptor(ends[0]);
    writeEnd_ = FileDescriptor(ends[1]);
    receivedSignal = 0;
    signalPipe = writeEnd_.get();
    try {
        watcher_ = std::thread([this] { watch(); });
    } catch (const std::system_error&) {
        return;
    }
    for (std::size_t i = 0; i < kSignals.size(); ++i) {
        ::sigaction(kSignals[i], nullptr, &before_[i]);
        if (before_[i].sa_handler != SIG_IGN) {
            struct sigaction action {};
            action.sa_handler = noteSignal;
            action.sa_flags = SA_RESTART;
            sigemptyset(&action.sa_mask);
            ::sigaction(kSignals[i], &action, nullptr);
        }
    }
}

StopOnSignal::~StopOnSignal() {
    if (!watcher_.joinable()) {
        return;
    }
    for (std::size_t i = 0; i < kSignals.size(); ++i) {
        ::sigaction(kSignals[i], &before_[i], nullptr);
    }
    [[maybe_unused]] const ssize_t written = ::write(writeEnd_.get(), &kOver, 1);
    watcher_.join();
    signalPipe = -1;
}

int StopOnSignal::signal() const {
    return receivedSignal;
}

int StopOnSignal::sayStopped() const {
    std::call_once(spoken_, [this] { printError(lastWords_); });
    return kExitBySignal + signal();
}

/// A handler may do little; asking for a stop is done here.
void StopOnSignal::watch() {
    const auto next = [this] {
        char byte = kOver;
        while (::read(readEnd_.get(), &byte, 1) < 0 && errno == EINTR) {
        }
        return byte;
    };
    if (next() == kOver) {
        return;
    }
    source_.request_stop();
    pollfd over{readEnd_.get(), POLLIN, 0};
    if (::poll(&over, 1, static_cast<int>(patience_.count())) == 0) {
        ::_exit(sayStopped());
    }
}

} // namespace sextant::app
