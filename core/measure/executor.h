// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/measure/work.h"

#include <cstddef>
#include <functional>
#include <stop_token>
#include <vector>

namespace sextant::measure {

/// Runs tasks somewhere: on threads, or on other machines. Knows nothing about plans, files or the order of
/// groups.
///
///     TRY(executor.run(tasks, [&](std::size_t i, const Outcome& outcome) { return sink.accept(i, outcome);
///     },
///                      stop));
class Executor {
public:
    /// Receives the outcome of task `index`. An error that it returns ends the run.
    using Receive = std::function<Result<void>(std::size_t index, const Outcome& outcome)>;

    Executor() = default;
    virtual ~Executor() = default;
    Executor(const Executor&) = delete;
    Executor& operator=(const Executor&) = delete;

    /// Performs every task and hands each outcome to `receive`, one call at a time, in any order. Returns the
    /// first error of a task or of `receive`, after which no further task begins; Cancelled after a stop
    /// request.
    [[nodiscard]] virtual Result<void> run(const std::vector<Work>& tasks, const Receive& receive,
                                           const std::stop_token& stop) = 0;

    /// How many groups of heads to work on at once, so that everyone has something to do: the more, the more
    /// of the model is read at the same time.
    [[nodiscard]] virtual int groupsAtOnce() const { return 1; }
};

} // namespace sextant::measure
