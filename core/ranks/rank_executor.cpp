// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ranks/rank_executor.h"

#include "core/base/exception_guard.h"
#include "core/base/try.h"
#include "core/blas/availability.h"

#include <algorithm>
#include <system_error>
#include <thread>
#include <utility>

namespace sextant::ranks {

RankExecutor::RankExecutor(const checkpoint::AttentionWeights& weights, std::string identity,
                           TaskBoard& board, Share share)
    : weights_(weights),
      identity_(std::move(identity)),
      board_(board),
      share_(std::move(share)) {}

Result<void> RankExecutor::run(const std::vector<measure::Work>& tasks, const Receive& receive,
                               const std::stop_token& stop) {
    TRY(board_.awaitEveryone(identity_, stop));
    std::uint64_t workspace = 0;
    for (const measure::Work& task : tasks) {
        workspace = std::max(workspace, measure::workspaceOf(task, weights_.shape()));
    }
    const std::uint64_t memory = availableMemory() / static_cast<std::uint64_t>(share_.ranksHere);
    const int count = static_cast<int>(std::min<std::size_t>(tasks.size(), 1U << 16U));
    const ThreadBudget::Lease lease = share_.budget.lease(
        std::min({share_.threads, count, threadsThatFit(workspace + blas::kBufferPerThread, memory)}));
    std::stop_source giveUp;
    const std::stop_callback passOn(stop, [&giveUp] { giveUp.request_stop(); });
    std::vector<std::jthread> threads;
    board_.begin(tasks, weights_.shape(), workspace);
    // An exception, of `receive` too, must not leave threads behind that work on tasks that are gone.
    Result<void> outcome = withoutExceptions([&]() -> Result<void> {
        for (int i = 0; i < lease.count(); ++i) {
            try {
                threads.emplace_back([&] {
                    const Result<void> done = withoutExceptions([&] { workHere(tasks, giveUp.get_token()); });
                    if (!done) {
                        board_.fail(done.error());
                    }
                });
            } catch (const std::system_error&) {
                break; // those that are there, and the other ranks, do the rest
            }
        }
        return receiveAll(tasks.size(), receive, stop);
    });
    giveUp.request_stop();
    board_.end();
    threads.clear();
    return outcome;
}

Result<void> RankExecutor::receiveAll(std::size_t count, const Receive& receive,
                                      const std::stop_token& stop) {
    for (std::size_t done = 0; done < count; ++done) {
        TRY_ASSIGN(const TaskBoard::Arrival arrival, board_.nextArrival(stop));
        TRY(receive(arrival.index, arrival.outcome));
    }
    return {};
}

void RankExecutor::workHere(const std::vector<measure::Work>& tasks, const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        const std::optional<TaskBoard::Taken> taken = board_.takeHere();
        if (!taken) {
            return;
        }
        Result<measure::Outcome> outcome =
            withoutExceptions([&] { return measure::perform(weights_, tasks[taken->index], stop); });
        if (outcome) {
            board_.deliver(0, taken->ticket, *std::move(outcome));
        } else if (outcome.error().code != ErrorCode::Cancelled) {
            board_.fail(std::move(outcome).error());
        }
    }
}

} // namespace sextant::ranks
