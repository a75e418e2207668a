// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/background_worker.h"

#include "ui/session/background_priority.h"

#include <utility>

namespace sextant::session {

BackgroundWorker::BackgroundWorker() : thread_([this](const std::stop_token& quit) { work(quit); }) {}

BackgroundWorker::~BackgroundWorker() {
    stop();
    thread_.request_stop();
}

void BackgroundWorker::submit(Job job) {
    const std::lock_guard lock(mutex_);
    running_.request_stop();
    waiting_ = std::move(job);
    wake_.notify_one();
}

void BackgroundWorker::stop() {
    const std::lock_guard lock(mutex_);
    running_.request_stop();
    waiting_ = nullptr;
}

void BackgroundWorker::work(const std::stop_token& quit) {
    lowerThreadPriority();
    while (true) {
        Job job;
        std::stop_token token;
        {
            std::unique_lock lock(mutex_);
            if (!wake_.wait(lock, quit, [this] { return static_cast<bool>(waiting_); })) {
                return;
            }
            job = std::exchange(waiting_, nullptr);
            running_ = std::stop_source();
            token = running_.get_token();
        }
        job(token);
    }
}

} // namespace sextant::session
