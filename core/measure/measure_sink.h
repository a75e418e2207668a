// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/direction_store.h"
#include "core/measure/journal.h"
#include "core/measure/measured_numbers.h"
#include "core/measure/work.h"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace sextant::measure {

/// Stores the outcomes of all tasks as they arrive: nothing else touches the numbers, the directions and the
/// journal of a run. Not thread-safe.
class MeasureSink {
public:
    /// All must outlive this.
    MeasureSink(const MeasurePlan& plan, DirectionStore& directions, Journal& journal);

    /// Takes over the journal's records that are complete, belong to a task of the plan and match the stored
    /// directions.
    [[nodiscard]] Result<void> takeOverRecords(const std::stop_token& stop);

    /// Stores and records the outcome of a task; from time to time flushes everything to the disk.
    [[nodiscard]] Result<void> accept(std::int64_t task, const Outcome& outcome);

    [[nodiscard]] bool isDone(std::int64_t task) const { return done_[static_cast<std::size_t>(task)]; }
    [[nodiscard]] const MeasuredNumbers& numbers() const { return numbers_; }

    [[nodiscard]] double totalCost() const { return totalCost_; }
    [[nodiscard]] double doneCost() const { return doneCost_; }
    [[nodiscard]] double takenOverCost() const {
        return takenOverCost_;
    } ///< share of doneCost() by takeOverRecords()

    /// Heads all of whose tasks are done, but for what they have with other heads.
    [[nodiscard]] int headsDone() const;

private:
    [[nodiscard]] Result<std::vector<float>> storedDirections(const MeasureTask& task) const;
    [[nodiscard]] Result<void> storeDirections(const MeasureTask& task, std::span<const float> values);
    void finish(std::int64_t task);

    const MeasurePlan& plan_;
    DirectionStore& directions_;
    Journal& journal_;
    MeasuredNumbers numbers_;
    std::vector<bool> done_;
    std::vector<int> tasksLeft_; ///< per group
    double totalCost_ = 0.0;
    double doneCost_ = 0.0;
    double takenOverCost_ = 0.0;
};

} // namespace sextant::measure
