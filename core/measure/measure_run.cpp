// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure_run.h"

#include "core/base/try.h"
#include "core/measure/task_inputs.h"

namespace sextant::measure {
namespace {

/// Tasks after which their pace says something about the rest.
constexpr int tasksForAnEstimate = 4;

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
    for (int group = 0; group <= groups; ++group) {
        auto precision = operators::ProductPrecision::Double;
        if (group > 0) {
            TRY_ASSIGN(precision, choosePrecision(group - 1, stop));
        }
        const std::vector<std::int64_t> numbers = unfinished(group - 1, group);
        std::vector<Work> tasks;
        for (const std::int64_t number : numbers) {
            const MeasureTask& task = plan_.task(number);
            tasks.push_back(task.kind == MeasureTask::Kind::Spectrum
                                ? Work(spectrumWork(plan_, task))
                                : Work(gramWork(plan_, task, precision, sink_.numbers())));
        }
        TRY(executor_.run(
            tasks,
            [&](std::size_t index, const Outcome& outcome) -> Result<void> {
                TRY(sink_.accept(numbers[index], outcome));
                ++tasksDoneNow_;
                report(progress);
                return {};
            },
            stop));
    }
    return {};
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
