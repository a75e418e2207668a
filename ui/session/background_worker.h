// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace sextant::session {

/// One thread that works on the newest job: a new job replaces the waiting one and stops the running one.
///
///     worker.submit([](const std::stop_token& stop) { compute(stop); },
///                   [](const Error& error) { report(error); });
class BackgroundWorker {
public:
    using Job = std::function<void(const std::stop_token&)>;
    using Failed = std::function<void(const Error&)>;

    BackgroundWorker() = default;

    /// Stops the running job and joins: waits until that job notices.
    ~BackgroundWorker();
    BackgroundWorker(const BackgroundWorker&) = delete;
    BackgroundWorker& operator=(const BackgroundWorker&) = delete;

    /// Returns at once. When `job` throws, `failed` is called with the error on the worker's thread; when the
    /// system has no thread for us, on the caller's, before this returns.
    void submit(Job job, Failed failed);

    /// Asks the running job to stop and forgets the waiting one. Returns at once.
    void stop();

private:
    struct Task {
        Job job;
        Failed failed;
        std::stop_source stop;
    };
    void work(const std::stop_token& quit);
    [[nodiscard]] Result<void> start();

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::optional<Task> waiting_;
    std::stop_source running_;
    std::jthread
        thread_; ///< starts with the first job; last, so that it is joined before what it uses is gone
};

} // namespace sextant::session
