// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure_run.h"

#include "core/base/try.h"
#include "core/measure/task_inputs.h"

namespace sextant::measure {
namespace {

/// Tasks after which their pace says something about the rest.
constexpr int tasksForAnEstimate = 4;

/// Pairs of layers whose inputs are in memory at the same time.
constexpr std::size_t samplesAtOnce = 1024;

} // namespace

MeasureRun::MeasureRun(const MeasurePlan& plan, Executor& executor, MeasureSink& sink)
    : plan_(plan),
      executor_(executor),
      sink_(sink) {}

/// The grams of one group and the spectra of the next together: the many small tasks fill the gaps that the
/// large ones leave between threads, and a group's spectra, which decide on its precision, are there before
/// its grams.
std::vector<std::int64_t> MeasureRun::unfinished(int gramGroup, int spectrumGroup) const {
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
    if (gramGroup >= 0) {
        add(spectra + std::int64_t{gramGroup} * plan_.pairsPerGroup(), plan_.pairsPerGroup());
    }
    if (spectrumGroup < static_cast<int>(plan_.groups.size())) {
        add(spectrumGroup * layers, layers);
    }
    return numbers;
}

Result<operators::ProductPrecision> MeasureRun::choosePrecision(int group, const std::stop_token& stop) {
    if (operators::isCheapInDoubles(static_cast<int>(plan_.layers.size()), plan_.model)) {
        return operators::ProductPrecision::Double;
    }
    const std::vector<operators::PrecisionProbe> probes = precisionProbes(plan_, group, sink_.numbers());
    bool safe = true;
    TRY(executor_.run(
        {probes.begin(), probes.end()},
        [&safe](std::size_t, const Outcome& outcome) {
            safe = safe && outcome.numbers.front() == 1.0;
            return Result<void>{};
        },
        stop));
    return safe ? operators::ProductPrecision::Single : operators::ProductPrecision::Double;
}

Result<void> MeasureRun::run(const std::function<void(const MeasureProgress&)>& progress,
                             const std::stop_token& stop) {
    begun_ = std::chrono::steady_clock::now();
    report(progress);
    const int groups = static_cast<int>(plan_.groups.size());
    auto leastPrecision = operators::ProductPrecision::Single; // good enough for every group
    for (int group = 0; group <= groups; ++group) {
        auto precision = operators::ProductPrecision::Double;
        if (group > 0) {
            TRY_ASSIGN(precision, choosePrecision(group - 1, stop));
            leastPrecision = precision == operators::ProductPrecision::Double ? precision : leastPrecision;
        }
        TRY(perform(unfinished(group - 1, group), precision, progress, stop));
    }
    return performSamples(leastPrecision, progress, stop);
}

Result<void> MeasureRun::performSamples(operators::ProductPrecision precision, const Progress& progress,
                                        const std::stop_token& stop) {
    const auto inGroups = static_cast<std::int64_t>(plan_.spectra.size() + plan_.grams.size());
    std::vector<std::int64_t> numbers;
    for (std::int64_t number = inGroups; number < plan_.taskCount(); ++number) {
        if (!sink_.isDone(number)) {
            numbers.push_back(number);
        }
        if (numbers.size() == samplesAtOnce || number + 1 == plan_.taskCount()) {
            TRY(perform(numbers, precision, progress, stop));
            numbers.clear();
        }
    }
    return {};
}

Result<void> MeasureRun::perform(const std::vector<std::int64_t>& numbers,
                                 operators::ProductPrecision precision, const Progress& progress,
                                 const std::stop_token& stop) {
    std::vector<Work> tasks;
    tasks.reserve(numbers.size());
    for (const std::int64_t number : numbers) {
        tasks.push_back(workOf(plan_.task(number), precision));
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

Work MeasureRun::workOf(const MeasureTask& task, operators::ProductPrecision precision) const {
    switch (task.kind) {
    case MeasureTask::Kind::Spectrum:
        return spectrumWork(plan_, task);
    case MeasureTask::Kind::Grams:
        return gramWork(plan_, task, precision, sink_.numbers());
    case MeasureTask::Kind::OtherHeads:
        break;
    }
    return otherHeadWork(plan_, task, precision, sink_.numbers());
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
