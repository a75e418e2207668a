// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/thread_budget.h"
#include "core/measure/executor.h"
#include "core/ranks/task_board.h"

#include <string>

namespace sextant::ranks {

/// Runs tasks on threads of this process, rank 0, and by way of the board on all other ranks. Its first run
/// begins once every rank is ready.
class RankExecutor : public measure::Executor {
public:
    struct Share {
        ThreadBudget budget;
        int threads = 1;   ///< of rank 0, at most
        int ranksHere = 1; ///< that share the memory of this machine
        int ranks = 1;
    };

    /// `weights` and `board` must outlive this. `identity` is what every rank must see of the model.
    RankExecutor(const checkpoint::AttentionWeights& weights, std::string identity, TaskBoard& board,
                 Share share);

    [[nodiscard]] Result<void> run(const std::vector<measure::Work>& tasks, const Receive& receive,
                                   const std::stop_token& stop) override;

    [[nodiscard]] int groupsAtOnce() const override { return share_.ranks; }

private:
    [[nodiscard]] Result<void> receiveAll(std::size_t count, const Receive& receive,
                                          const std::stop_token& stop);
    void workHere(const std::vector<measure::Work>& tasks, const std::stop_token& stop);

    const checkpoint::AttentionWeights& weights_;
    std::string identity_;
    TaskBoard& board_;
    Share share_;
};

} // namespace sextant::ranks
