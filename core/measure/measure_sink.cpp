// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure_sink.h"

#include "core/base/try.h"

namespace sextant::measure {

MeasureSink::MeasureSink(const MeasurePlan& plan, DirectionStore& directions, Journal& journal)
    : plan_(plan),
      directions_(directions),
      journal_(journal),
      numbers_(plan),
      done_(static_cast<std::size_t>(plan.taskCount()), false),
      tasksLeft_(plan.groups.size(), static_cast<int>(plan.layers.size()) + plan.pairsPerGroup()) {
    for (std::int64_t number = 0; number < plan.taskCount(); ++number) {
        totalCost_ += plan.cost(plan.task(number));
    }
}

Result<void> MeasureSink::takeOverRecords(const std::stop_token& stop) {
    for (const JournalRecord& record : journal_.records()) {
        if (stop.stop_requested()) {
            return failure(ErrorCode::Cancelled, {}, {}, "the measurement was stopped");
        }
        const bool known = record.task >= 0 && record.task < plan_.taskCount();
        if (!known || isDone(record.task) ||
            record.numbers.size() != numbers_.countOf(plan_.task(record.task))) {
            continue;
        }
        TRY_ASSIGN(const std::vector<float> elsewhere, storedDirections(plan_.task(record.task)));
        // After a power failure a record may be there whose directions never reached the disk.
        if (Journal::digest(record.task, record.numbers, std::as_bytes(std::span(elsewhere))) ==
            record.digest) {
            numbers_.store(plan_.task(record.task), record.numbers);
            finish(record.task);
        }
    }
    journal_.forgetRecords();
    takenOverCost_ = doneCost_;
    return {};
}

Result<void> MeasureSink::accept(std::int64_t task, const Outcome& outcome) {
    TRY(storeDirections(plan_.task(task), outcome.directions));
    numbers_.store(plan_.task(task), outcome.numbers);
    TRY(journal_.append(task, outcome.numbers, std::as_bytes(std::span(outcome.directions))));
    if (journal_.isFlushDue()) {
        TRY(directions_.flush()); // first: a record must not outlive the directions it speaks of
        TRY(journal_.flush());
    }
    finish(task);
    return {};
}

int MeasureSink::headsDone() const {
    int heads = 0;
    for (std::size_t group = 0; group < plan_.groups.size(); ++group) {
        heads += tasksLeft_[group] == 0 ? static_cast<int>(plan_.groups[group].positions.size()) : 0;
    }
    return heads;
}

void MeasureSink::finish(std::int64_t task) {
    done_[static_cast<std::size_t>(task)] = true;
    if (plan_.task(task).kind != MeasureTask::Kind::OtherHeads) {
        --tasksLeft_[static_cast<std::size_t>(plan_.task(task).group)];
    }
    doneCost_ += plan_.cost(plan_.task(task));
}

/// The directions that a task has written; nothing for a task that writes none.
Result<std::vector<float>> MeasureSink::storedDirections(const MeasureTask& task) const {
    std::vector<float> values;
    if (task.kind != MeasureTask::Kind::Spectrum) {
        return values;
    }
    const std::vector<int>& positions = plan_.groupOf(task).positions;
    const auto length = static_cast<std::size_t>(plan_.topk) * static_cast<std::size_t>(plan_.model.hidden);
    values.resize(positions.size() * length);
    const auto heads = static_cast<std::int64_t>(plan_.heads.size());
    for (std::size_t i = 0; i < positions.size(); ++i) {
        TRY(directions_.read(task.first.begin * heads + positions[i],
                             std::span(values).subspan(i * length, length)));
    }
    return values;
}

Result<void> MeasureSink::storeDirections(const MeasureTask& task, std::span<const float> values) {
    if (task.kind != MeasureTask::Kind::Spectrum) {
        return {};
    }
    const std::vector<int>& positions = plan_.groupOf(task).positions;
    const std::size_t length = values.size() / positions.size();
    const auto heads = static_cast<std::int64_t>(plan_.heads.size());
    for (std::size_t i = 0; i < positions.size(); ++i) {
        TRY(directions_.write(task.first.begin * heads + positions[i], values.subspan(i * length, length)));
    }
    return {};
}

} // namespace sextant::measure
