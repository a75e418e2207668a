// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/thread_executor.h"

#include "core/base/exception_guard.h"
#include "core/base/parallel.h"
#include "core/blas/availability.h"

#include <algorithm>
#include <mutex>
#include <optional>

namespace sextant::measure {

ThreadExecutor::ThreadExecutor(const checkpoint::AttentionWeights& weights, ThreadBudget budget, int threads)
    : weights_(weights),
      budget_(std::move(budget)),
      threads_(threads) {}

Result<void> ThreadExecutor::run(const std::vector<Work>& tasks, const Receive& receive,
                                 const std::stop_token& stop) {
    std::uint64_t workspace = 0;
    for (const Work& task : tasks) {
        workspace = std::max(workspace, workspaceOf(task, weights_.shape()));
    }
    const int count = static_cast<int>(tasks.size());
    const ThreadBudget::Lease lease =
        budget_.lease(std::min({threads_, count, threadsThatFit(workspace + blas::kBufferPerThread)}));
    std::stop_source giveUp;
    const std::stop_callback passOn(stop, [&giveUp] { giveUp.request_stop(); });
    std::mutex mutex;
    std::optional<Error> firstError; // guarded by the mutex, as are calls of `receive`
    const bool all = parallelFor(count, lease.count(), giveUp.get_token(), [&](int i) {
        const auto index = static_cast<std::size_t>(i);
        Result<Outcome> outcome =
            withoutExceptions([&] { return perform(weights_, tasks[index], giveUp.get_token()); });
        const std::lock_guard lock(mutex);
        const Result<void> taken =
            outcome.and_then([&](const Outcome& found) { return receive(index, found); });
        if (taken) {
            return;
        }
        if (taken.error().code != ErrorCode::Cancelled && !firstError) {
            firstError = taken.error();
        }
        giveUp.request_stop();
    });
    if (firstError) {
        return tl::make_unexpected(*std::move(firstError));
    }
    return all && !giveUp.stop_requested()
               ? Result<void>{}
               : failure(ErrorCode::Cancelled, {}, {}, "the measurement was stopped");
}

} // namespace sextant::measure
