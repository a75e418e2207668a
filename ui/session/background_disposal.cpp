// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/session/background_disposal.h"

#include "core/base/exception_guard.h"

#include <tuple>
#include <utility>

namespace sextant::session {

BackgroundDisposal::BackgroundDisposal() {
    // Without a thread of its own, what is handed over is destroyed by whoever hands it over.
    std::ignore = withoutExceptions(
        [this] { thread_ = std::jthread([this](const std::stop_token& quit) { work(quit); }); });
}

BackgroundDisposal::~BackgroundDisposal() = default;

void BackgroundDisposal::dispose(std::shared_ptr<const void> object) {
    if (!object || !thread_.joinable()) {
        return;
    }
    const std::lock_guard lock(mutex_);
    objects_.push_back(std::move(object));
    wake_.notify_one();
}

void BackgroundDisposal::work(const std::stop_token& quit) {
    while (true) {
        std::vector<std::shared_ptr<const void>> doomed;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, quit, [this] { return !objects_.empty(); });
            if (objects_.empty()) {
                return;
            }
            doomed.swap(objects_);
        }
        for (auto& object : doomed) {
            object.reset();
        }
    }
}

} // namespace sextant::session
