// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/executor.h"
#include "core/measure/measure_sink.h"

#include <chrono>
#include <functional>
#include <stop_token>
#include <vector>

namespace sextant::measure {

/// Passes the tasks of a plan to an executor, some groups at a time and what groups have with each other
/// last, and their outcomes to the sink.
class MeasureRun {
public:
    /// All must outlive this.
    MeasureRun(const MeasurePlan& plan, Executor& executor, MeasureSink& sink);

    /// Works until every task is done, an error, or a stop request (Cancelled). Skips tasks that the sink
    /// already has.
    [[nodiscard]] Result<void> run(const std::function<void(const MeasureProgress&)>& progress,
                                   const std::stop_token& stop);

private:
    using Progress = std::function<void(const MeasureProgress&)>;

    /// Groups in a row, [begin, end); may be empty.
    struct Groups {
        int begin = 0;
        int end = 0;
    };

    [[nodiscard]] Result<void> perform(const std::vector<std::int64_t>& numbers, const Progress& progress,
                                       const std::stop_token& stop);
    [[nodiscard]] Result<void> performSamples(const Progress& progress, const std::stop_token& stop);
    [[nodiscard]] Work workOf(const MeasureTask& task) const;
    [[nodiscard]] Result<void> choosePrecisions(const Groups& groups, const std::stop_token& stop);
    [[nodiscard]] std::vector<std::int64_t> unfinished(const Groups& ofGrams, const Groups& ofSpectra) const;
    void report(const std::function<void(const MeasureProgress&)>& progress) const;

    const MeasurePlan& plan_;
    Executor& executor_;
    MeasureSink& sink_;
    std::vector<operators::ProductPrecision> precisions_; ///< [groups], of the grams
    int tasksDoneNow_ = 0;
    std::chrono::steady_clock::time_point begun_;
};

} // namespace sextant::measure
