// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>

namespace sextant::session {

/// One thread that works on the newest job: a new one replaces the job that waits and stops the one that
/// runs.
class BackgroundWorker {
public:
    using Job = std::function<void(const std::stop_token&)>;

    BackgroundWorker();

    /// Stops the running job and joins: waits for as long as that job takes to notice.
    ~BackgroundWorker();
    BackgroundWorker(const BackgroundWorker&) = delete;
    BackgroundWorker& operator=(const BackgroundWorker&) = delete;

    /// Returns at once. `job` must not throw.
    void submit(Job job);

    /// Asks the running job to stop and forgets the waiting one. Returns at once.
    void stop();

private:
    void work(const std::stop_token& quit);

    std::mutex mutex_;
    std::condition_variable_any wake_;
    Job waiting_;
    std::stop_source running_;
    std::jthread thread_; ///< last, so that it is joined before what it uses is gone
};

} // namespace sextant::session
