// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/ranks/measure_on_ranks.h"

#include "core/base/exception_guard.h"
#include "core/base/try.h"
#include "core/blas/kernels.h"
#include "core/ranks/desk.h"
#include "core/ranks/rank_executor.h"
#include "core/ranks/task_board.h"
#include "core/ranks/worker.h"

#include <memory>
#include <set>
#include <string>
#include <thread>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sextant::ranks {
namespace {

using Progress = std::function<void(const measure::MeasureProgress&)>;

/// Products by other kernels are rounded differently.
void noteOtherKernels(const TaskBoard& board, measure::MeasuredArtifact& artifact) {
    std::set<std::string> kernels = {blas::blasKernels()};
    for (const std::optional<Hello>& hello : board.everyone()) {
        if (hello) {
            kernels.insert(hello->kernels);
        }
    }
    if (kernels.size() > 1) {
        artifact.notices.push_back(
            fmt::format("the ranks' processors differ ({}): the last digits of the numbers depend on which "
                        "processor computed them",
                        fmt::join(kernels, ", ")));
    }
}

Result<measure::MeasuredArtifact> lead(const measure::MeasureOptions& options, const Transport& transport,
                                       TaskBoard& board, const Progress& progress,
                                       const std::stop_token& stop) {
    const auto onRanks = [&](const checkpoint::AttentionWeights& weights, const std::string& identity) {
        return std::make_unique<RankExecutor>(
            weights, identity, board,
            RankExecutor::Share{options.budget.value_or(ThreadBudget(options.threads)), options.threads,
                                transport.ranksHere(), transport.size()});
    };
    TRY_ASSIGN(measure::MeasuredArtifact artifact, measure::measure(options, onRanks, progress, stop));
    noteOtherKernels(board, artifact);
    return artifact;
}

/// The measurement on a thread of its own, so that the one that may use the transport is free for it.
Ending leadOthers(Transport& transport, const Result<measure::MeasureOptions>& options,
                  const Progress& progress, const std::stop_token& stop, const Patience& patience) {
    TaskBoard board(transport.size());
    Desk desk(transport, board, patience);
    Ending ending;
    if (options) {
        const std::jthread measuring([&] {
            ending.result =
                withoutExceptions([&] { return lead(*options, transport, board, progress, stop); });
            board.close();
        });
        desk.serve();
    } else {
        ending.result = tl::make_unexpected(options.error());
        board.close();
    }
    ending.isEveryoneGone = desk.dismissEveryone();
    return ending;
}

} // namespace

Ending measureOnRanks(Transport& transport, const Result<measure::MeasureOptions>& options,
                      const Progress& progress, const std::stop_token& stop, Patience patience) {
    const Result<Ending> ending = withoutExceptions([&]() -> Ending {
        if (transport.rank() == 0) {
            return leadOthers(transport, options, progress, stop, patience);
        }
        return {std::nullopt, Worker(transport, options, patience).serve()};
    });
    if (ending) {
        return *ending;
    }
    // Without even the memory to say good-bye.
    return {transport.rank() == 0
                ? std::optional<Result<measure::MeasuredArtifact>>(tl::make_unexpected(ending.error()))
                : std::nullopt,
            false};
}

} // namespace sextant::ranks
