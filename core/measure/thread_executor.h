// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/thread_budget.h"
#include "core/measure/executor.h"

namespace sextant::measure {

/// Runs tasks on threads of this process: at most `threads`, at most as many as the budget has free when a
/// run begins, and at most as many as have room in memory for their workspaces.
class ThreadExecutor : public Executor {
public:
    /// `weights` must outlive this.
    ThreadExecutor(const checkpoint::AttentionWeights& weights, ThreadBudget budget, int threads);

    [[nodiscard]] Result<void> run(const std::vector<Work>& tasks, const Receive& receive,
                                   const std::stop_token& stop) override;

private:
    const checkpoint::AttentionWeights& weights_;
    ThreadBudget budget_;
    int threads_;
};

} // namespace sextant::measure
