// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ranks/worker.h"

#include "core/base/exception_guard.h"
#include "core/base/thread_budget.h"
#include "core/base/try.h"
#include "core/blas/availability.h"
#include "core/blas/kernels.h"
#include "core/measure/provenance.h"

#include <chrono>
#include <system_error>
#include <utility>

namespace sextant::ranks {

Worker::Worker(Transport& transport, const Result<measure::MeasureOptions>& options, Patience patience)
    : transport_(transport),
      host_(transport.host()),
      ranksHere_(static_cast<std::uint64_t>(transport.ranksHere())),
      options_(options),
      patience_(patience) {}

bool Worker::serve() {
    using Clock = std::chrono::steady_clock;
    {
        const std::lock_guard lock(mutex_);
        threads_.emplace_back([this] { openModel(); });
    }
    auto heard = Clock::now();
    auto signGiven = Clock::now();
    auto looked = Clock::now();
    bool isDismissed = false;
    bool isLost = false;
    int inVain = 0; // checks that found no letter
    while (!isDismissed && !isLost) {
        if (Clock::now() - signGiven > patience_.sign) {
            signGiven = Clock::now();
            post(SignOfLife{});
        }
        if (Clock::now() - looked > patience_.absence()) {
            heard = Clock::now();
        }
        looked = Clock::now();
        Result<std::optional<Letter>> letter = transport_.receive();
        isLost = !letter || !sendPosted() || Clock::now() - heard > patience_.silence;
        if (isLost) {
            break;
        }
        if (!*letter) {
            std::unique_lock lock(mutex_);
            posted_.wait_for(lock, patience_.pauseAfter(++inVain), [this] { return !letters_.empty(); });
            continue;
        }
        inVain = 0;
        heard = Clock::now();
        Result<Message> message = withoutExceptions([&] { return decode((*letter)->bytes); });
        if (!message) {
            postComplaint(message.error());
        } else if (auto* task = std::get_if<Assignment>(&*message)) {
            const std::lock_guard lock(mutex_);
            tasks_.push_back(std::move(*task));
            given_.notify_all();
        }
        isDismissed = message && std::holds_alternative<Dismissal>(*message);
    }
    endThreads();
    // What was posted before is useless to rank 0, but it waits for everything that it was sent.
    return isDismissed && transport_.send(0, encode(Farewell{}));
}

void Worker::endThreads() {
    giveUp_.request_stop();
    given_.notify_all();
    while (true) {
        std::vector<std::jthread> ending;
        {
            const std::lock_guard lock(mutex_);
            ending.swap(threads_);
        }
        if (ending.empty()) {
            return;
        }
        ending.clear(); // joins; the one that opens the model may have started others meanwhile
    }
}

void Worker::openModel() {
    Result<Hello> hello = withoutExceptions([this] { return makeHello(); });
    if (!hello) {
        if (hello.error().code != ErrorCode::Cancelled) {
            postComplaint(hello.error());
        }
        return;
    }
    int started = 0;
    {
        const std::lock_guard lock(mutex_);
        try {
            for (; started < hello->threads && !giveUp_.stop_requested(); ++started) {
                threads_.emplace_back([this] { work(giveUp_.get_token()); });
            }
        } catch (const std::system_error&) {
            hello->threads = started; // the system gives no more
        }
    }
    if (started == 0) {
        postComplaint({ErrorCode::OutOfMemory, {}, {}, "the system refuses to start another thread"});
        return;
    }
    post(*std::move(hello));
}

Result<Hello> Worker::makeHello() {
    TRY(options_);
    TRY_ASSIGN(measure::PreparedModel model, measure::prepareModel(*options_, giveUp_.get_token()));
    TRY(blas::requireBlas());
    Hello hello;
    hello.host = host_;
    hello.kernels = blas::blasKernels();
    hello.identity = measure::runIdentity(*options_, measure::provenanceOf(*options_, model), model);
    hello.threads = options_->threads;
    hello.memory = availableMemory() / ranksHere_;
    model_.emplace(std::move(model));
    return hello;
}

void Worker::work(const std::stop_token& stop) {
    const auto isFree = [this] { return !tasks_.empty() && underWay_ < tasks_.front().atOnce; };
    while (true) {
        Assignment task;
        {
            std::unique_lock lock(mutex_);
            if (!given_.wait(lock, stop, isFree) || stop.stop_requested()) {
                return;
            }
            task = std::move(tasks_.front());
            tasks_.pop_front();
            ++underWay_;
        }
        const checkpoint::AttentionShape& shape = model_->weights.shape();
        Result<Answer> answer = withoutExceptions([&]() -> Result<Answer> {
            if (!isPossible(task.work, shape)) {
                return failure(ErrorCode::Internal, {}, {}, "a task does not belong to the model");
            }
            return measure::perform(model_->weights, task.work, stop).map([&task](measure::Outcome outcome) {
                return Answer{task.ticket, std::move(outcome)};
            });
        });
        if (answer) {
            answer = withoutExceptions([&]() -> Result<Answer> {
                post(*std::move(answer));
                return Answer{};
            });
        }
        if (!answer && answer.error().code != ErrorCode::Cancelled) {
            postComplaint(answer.error());
        }
        const std::lock_guard lock(mutex_);
        --underWay_;
        given_.notify_all();
    }
}

void Worker::post(const Message& message) {
    Bytes bytes = encode(message);
    const std::lock_guard lock(mutex_);
    letters_.push_back(std::move(bytes));
    posted_.notify_all();
}

void Worker::postComplaint(const Error& error) {
    post(Complaint{host_, error});
}

bool Worker::sendPosted() {
    while (true) {
        Bytes letter;
        {
            const std::lock_guard lock(mutex_);
            if (letters_.empty()) {
                return true;
            }
            letter = std::move(letters_.front());
            letters_.pop_front();
        }
        if (!transport_.send(0, std::move(letter))) {
            return false;
        }
    }
}

} // namespace sextant::ranks
