#include "app/stop_on_signal.h"

#include <unistd.h>

namespace sextant {
namespace {

constexpr timespec kPatience{0, 50'000'000};
constexpr int kExitBySignal = 128;

} // namespace

StopOnSignal::StopOnSignal() {
    sigemptyset(&held_);
    sigaddset(&held_, SIGINT);
    sigaddset(&held_, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &held_, &before_);
    watcher_ = std::jthread([this](const std::stop_token& end) { watch(end); });
}

StopOnSignal::~StopOnSignal() {
    watcher_.request_stop();
    watcher_.join();
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
}

void StopOnSignal::watch(const std::stop_token& end) {
    while (!end.stop_requested()) {
        const int received = sigtimedwait(&held_, nullptr, &kPatience);
        if (received <= 0) {
            continue;
        }
        if (signal_.exchange(received) != 0) {
            ::_exit(kExitBySignal + received); // asked twice: now, whatever is unfinished
        }
        source_.request_stop();
    }
}

} // namespace sextant
