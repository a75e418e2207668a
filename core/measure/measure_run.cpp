// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure_run.h"

#include "core/base/try.h"
#include "core/measure/task_inputs.h"

#include <algorithm>

namespace sextant::measure {
namespace {

/// Tasks after which their pace says something about the rest.
constexpr int tasksForAnEstimate = 4;

/// Pairs of layers whose inputs are in memory at the same time, for each group that is worked on at once.
constexpr std::size_t samplesAtOnce = 1024;

} // namespace

MeasureRun::MeasureRun(const MeasurePlan& plan, Executor& executor, MeasureSink& sink)
    : plan_(plan),
      executor_(executor),
      sink_(sink),
      precisions_(plan.groups.size(), operators::ProductPrecision::Double) {}

/// The grams of some groups and the spectra of the next together: the many small tasks fill the gaps that the
/// large ones leave between threads, and a group's spectra, which decide on its precision, are there before
/// its grams.
std::vector<std::int64_t> MeasureRun::unfinished(const Groups& ofGrams, const Groups& ofSpectra) const {
    std::vector<std::int64_t> numbers;
    const auto add = [&](std::int64_t first, std::int64_t count) {
        for (std::int64_t number = first; number < first + count; ++number) {
            if (!sink_.isDone(number)) {
                numbers.push_back(number);
            }
        }
    };
    const auto spectra = static_cast<std::int64_t>(plan_.spectra.size());
    const auto layers = static_cast<std::int64_t>(plan_.layers.size());
    const std::int64_t pairs = plan_.pairsPerGroup();
    add(spectra + ofGrams.begin * pairs, (ofGrams.end - ofGrams.begin) * pairs);
    add(ofSpectra.begin * layers, (ofSpectra.end - ofSpectra.begin) * layers);
    return numbers;
}

Result<void> MeasureRun::choosePrecisions(const Groups& groups, const std::stop_token& stop) {
    if (groups.begin == groups.end ||
        operators::isCheapInDoubles(static_cast<int>(plan_.layers.size()), plan_.model)) {
        return {};
    }
    std::vector<Work> probes;
    std::vector<std::size_t> groupOf; // of each probe
    for (int group = groups.begin; group < groups.end; ++group) {
        const auto position = static_cast<std::size_t>(group);
        precisions_[position] = operators::ProductPrecision::Single;
        for (operators::PrecisionProbe& probe : precisionProbes(plan_, group, sink_.numbers())) {
            probes.emplace_back(probe);
            groupOf.push_back(position);
        }
    }
    return executor_.run(
        probes,
        [&](std::size_t index, const Outcome& outcome) {
            if (outcome.numbers.front() != 1.0) {
                precisions_[groupOf[index]] = operators::ProductPrecision::Double;
            }
            return Result<void>{};
        },
        stop);
}

Result<void> MeasureRun::run(const Progress& progress, const std::stop_token& stop) {
    begun_ = std::chrono::steady_clock::now();
    report(progress);
    const int groups = static_cast<int>(plan_.groups.size());
    const int atOnce = std::clamp(executor_.groupsAtOnce(), 1, groups);
    Groups ready; // those whose spectra are there
    while (ready.begin < groups) {
        const Groups next{ready.end, std::min(ready.end + atOnce, groups)};
        TRY(choosePrecisions(ready, stop));
        TRY(perform(unfinished(ready, next), progress, stop));
        ready = {ready.end, next.end};
    }
    return performSamples(progress, stop);
}

Result<void> MeasureRun::performSamples(const Progress& progress, const std::stop_token& stop) {
    const auto inGroups = static_cast<std::int64_t>(plan_.spectra.size() + plan_.grams.size());
    const std::size_t atOnce =
        samplesAtOnce * static_cast<std::size_t>(std::max(1, executor_.groupsAtOnce()));
    std::vector<std::int64_t> numbers;
    for (std::int64_t number = inGroups; number < plan_.taskCount(); ++number) {
        if (!sink_.isDone(number)) {
            numbers.push_back(number);
        }
        if (numbers.size() == atOnce || number + 1 == plan_.taskCount()) {
            TRY(perform(numbers, progress, stop));
            numbers.clear();
        }
    }
    return {};
}

Result<void> MeasureRun::perform(const std::vector<std::int64_t>& numbers, const Progress& progress,
                                 const std::stop_token& stop) {
    std::vector<Work> tasks;
    tasks.reserve(numbers.size());
    for (const std::int64_t number : numbers) {
        tasks.push_back(workOf(plan_.task(number)));
    }
    return executor_.run(
        tasks,
        [&](std::size_t index, const Outcome& outcome) -> Result<void> {
            TRY(sink_.accept(numbers[index], outcome));
            ++tasksDoneNow_;
            report(progress);
            return {};
        },
        stop);
}

Work MeasureRun::workOf(const MeasureTask& task) const {
    switch (task.kind) {
    case MeasureTask::Kind::Spectrum:
        return spectrumWork(plan_, task);
    case MeasureTask::Kind::Grams:
        return gramWork(plan_, task, precisions_[static_cast<std::size_t>(task.group)], sink_.numbers());
    case MeasureTask::Kind::OtherHeads:
        break;
    }
    // Good enough for every group.
    const bool all = std::all_of(precisions_.begin(), precisions_.end(), [](auto precision) {
        return precision == operators::ProductPrecision::Single;
    });
    return otherHeadWork(plan_, task,
                         all ? operators::ProductPrecision::Single : operators::ProductPrecision::Double,
                         sink_.numbers());
}

void MeasureRun::report(const std::function<void(const MeasureProgress&)>& progress) const {
    if (!progress) {
        return;
    }
    MeasureProgress now;
    now.heads = static_cast<int>(plan_.heads.size());
    now.headsDone = sink_.headsDone();
    now.fraction = sink_.doneCost() / sink_.totalCost();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - begun_;
    if (tasksDoneNow_ >= tasksForAnEstimate) {
        now.secondsLeft = elapsed.count() * (sink_.totalCost() - sink_.doneCost()) /
                          (sink_.doneCost() - sink_.takenOverCost());
    }
    progress(now);
}

} // namespace sextant::measure
