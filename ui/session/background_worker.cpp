// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/background_worker.h"

#include "core/base/exception_guard.h"
#include "ui/session/background_priority.h"

#include <tuple>
#include <utility>

namespace sextant::session {

BackgroundWorker::~BackgroundWorker() {
    stop();
    thread_.request_stop();
}

void BackgroundWorker::submit(Job job, Failed failed) {
    if (const Result<void> started = start(); !started) {
        failed(started.error());
        return;
    }
    Task task{std::move(job), std::move(failed), {}};
    const std::lock_guard lock(mutex_);
    running_.request_stop();
    waiting_ = std::move(task);
    wake_.notify_one();
}

void BackgroundWorker::stop() {
    const std::lock_guard lock(mutex_);
    running_.request_stop();
    waiting_.reset();
}

Result<void> BackgroundWorker::start() {
    return withoutExceptions([this] {
        if (!thread_.joinable()) {
            thread_ = std::jthread([this](const std::stop_token& quit) { work(quit); });
        }
    });
}

void BackgroundWorker::work(const std::stop_token& quit) {
    lowerThreadPriority();
    while (true) {
        Task task{{}, {}, std::stop_source(std::nostopstate)};
        {
            std::unique_lock lock(mutex_);
            if (!wake_.wait(lock, quit, [this] { return waiting_.has_value(); })) {
                return;
            }
            task = *std::exchange(waiting_, std::nullopt);
            running_ = task.stop;
        }
        const Result<void> done = withoutExceptions([&] { task.job(task.stop.get_token()); });
        if (!done) {
            // If even the message cannot be delivered, there is nobody left to tell.
            std::ignore = withoutExceptions([&] { task.failed(done.error()); });
        }
    }
}

} // namespace sextant::session
