// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/background_disposal.h"

#include "core/base/exception_guard.h"

#include <condition_variable>
#include <mutex>
#include <tuple>
#include <utility>
#include <vector>

namespace sextant::session {

struct BackgroundDisposal::Queue {
    /// Destroys what is handed over until `quit` is requested and nothing is left.
    void work(const std::stop_token& quit) {
        while (true) {
            std::vector<std::shared_ptr<const void>> doomed;
            {
                std::unique_lock lock(mutex);
                changed.wait(lock, quit, [this] { return !objects.empty(); });
                if (objects.empty()) {
                    isOver = true;
                    changed.notify_all();
                    return;
                }
                doomed.swap(objects);
            }
            for (auto& object : doomed) {
                object.reset();
            }
        }
    }

    std::mutex mutex; ///< guards what follows
    std::condition_variable_any changed;
    std::vector<std::shared_ptr<const void>> objects;
    bool isOver = false;
};

BackgroundDisposal::BackgroundDisposal(std::optional<std::chrono::milliseconds> patience)
    : queue_(std::make_shared<Queue>()),
      patience_(patience) {
    // Without a thread of its own, what is handed over is destroyed by whoever hands it over.
    std::ignore = withoutExceptions([this] {
        thread_ = std::jthread([queue = queue_](const std::stop_token& quit) { queue->work(quit); });
    });
}

BackgroundDisposal::~BackgroundDisposal() {
    thread_.request_stop();
    if (thread_.joinable() && patience_) {
        std::unique_lock lock(queue_->mutex);
        if (!queue_->changed.wait_for(lock, *patience_, [this] { return queue_->isOver; })) {
            thread_.detach();
        }
    }
}

void BackgroundDisposal::dispose(std::shared_ptr<const void> object) {
    if (!object || !thread_.joinable()) {
        return;
    }
    const std::lock_guard lock(queue_->mutex);
    queue_->objects.push_back(std::move(object));
    queue_->changed.notify_all();
}

} // namespace sextant::session
