// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/angles/angle_engine.h"

#include "core/angles/angle_tables.h"
#include "core/base/exception_guard.h"

#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>
#include <tuple>
#include <utility>

namespace sextant::angles {

/// One thread that decides what to compute next. Every step runs under a stop token of its own, so that a
/// newer request ends it at the next panel of columns.
class AngleEngine::Worker {
public:
    Worker(std::shared_ptr<const artifact::TensorFile> tensors, artifact::ArtifactShape shape,
           LayerIndex anchor, Callbacks callbacks, ThreadBudget budget)
        : tensors_(std::move(tensors)),
          shape_(shape),
          callbacks_(std::move(callbacks)),
          budget_(std::move(budget)),
          builder_(*tensors_, shape_),
          requested_(anchor),
          thread_([this](const std::stop_token& quit) { run(quit); }) {}

    ~Worker() {
        thread_.request_stop();
        interrupt([] {});
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    void requestAnchor(LayerIndex anchor) {
        interrupt([&] { requested_ = anchor; });
    }

    void cancel() {
        interrupt([this] {
            requested_.reset();
            tableWanted_ = false;
            cancelled_ = true;
        });
    }

private:
    /// Changes what is wanted and stops the running step; the loop then looks again.
    template <typename Change>
    void interrupt(const Change& change) {
        {
            const std::lock_guard lock(mutex_);
            change();
            current_.request_stop();
        }
        wake_.notify_all();
    }

    void run(const std::stop_token& quit) {
        while (!quit.stop_requested()) {
            const Result<void> step = withoutExceptions([&] { return takeStep(quit); });
            if (!step && step.error().code != ErrorCode::Cancelled) {
                giveUp(step.error());
            }
        }
    }

    /// Waits for something to do and does it.
    Result<void> takeStep(const std::stop_token& quit) {
        std::unique_lock lock(mutex_);
        if (!wake_.wait(lock, quit, [this] { return cancelled_ || requested_ || tableWanted_; })) {
            return {};
        }
        if (std::exchange(cancelled_, false)) {
            lock.unlock();
            callbacks_.cancelled();
            return {};
        }
        current_ = std::stop_source();
        const std::stop_token stop = current_.get_token();
        const std::optional<LayerIndex> anchor = requested_;
        lock.unlock();
        Result<void> done = anchor ? computeRow(*anchor, stop) : computeTable(stop);
        lock.lock();
        if (done && !anchor) {
            tableWanted_ = false;
        } else if (done && requested_ == anchor) {
            requested_.reset();
        }
        return done;
    }

    Result<void> computeRow(LayerIndex anchor, const std::stop_token& stop) {
        return angleRow(*tensors_, shape_, anchor, budget_, stop,
                        [&](int done) { report(true, anchor, done); })
            .map([this](AngleRow row) { callbacks_.row(std::make_shared<const AngleRow>(std::move(row))); });
    }

    Result<void> computeTable(const std::stop_token& stop) {
        if (!builder_.run(budget_, stop, [this](int done) { report(false, {}, done); })) {
            return failure(ErrorCode::Cancelled, {}, {}, "cancelled");
        }
        callbacks_.table(std::make_shared<const AngleTable>(builder_.take()));
        return {};
    }

    /// What failed once would fail again, so nothing is retried until somebody asks.
    void giveUp(Error error) {
        {
            const std::lock_guard lock(mutex_);
            requested_.reset();
            tableWanted_ = false;
        }
        error.file = tensors_->path;
        error.sentence += " (while computing principal angles)";
        // If even the message cannot be delivered, there is nobody left to tell.
        std::ignore = withoutExceptions([&] { callbacks_.failed(error); });
    }

    void report(bool anchorRow, LayerIndex anchor, int done) {
        callbacks_.progress({anchorRow, anchor, done, shape_.heads});
    }

    const std::shared_ptr<const artifact::TensorFile> tensors_;
    const artifact::ArtifactShape shape_;
    const Callbacks callbacks_;
    const ThreadBudget budget_;
    AngleTableBuilder builder_; ///< touched by the worker's thread alone

    std::mutex mutex_; ///< guards what follows
    std::condition_variable_any wake_;
    std::stop_source current_;
    std::optional<LayerIndex> requested_;
    bool tableWanted_ = true;
    bool cancelled_ = false;

    std::jthread thread_; ///< last: it starts when everything above is there
};

AngleEngine::AngleEngine(std::shared_ptr<const artifact::TensorFile> tensors, artifact::ArtifactShape shape,
                         LayerIndex anchor, Callbacks callbacks, ThreadBudget budget)
    : worker_(std::make_unique<Worker>(std::move(tensors), shape, anchor, std::move(callbacks),
                                       std::move(budget))) {}

AngleEngine::~AngleEngine() = default;

void AngleEngine::requestAnchor(LayerIndex anchor) {
    worker_->requestAnchor(anchor);
}

void AngleEngine::cancel() {
    worker_->cancel();
}

} // namespace sextant::angles
