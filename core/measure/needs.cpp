// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/needs.h"

#include "core/blas/area.h"
#include "core/measure/task_inputs.h"

#include <algorithm>

namespace sextant::measure {
namespace {

/// The program, its libraries, and the pages of mapped weights between two releases.
constexpr std::uint64_t processBytes = std::uint64_t{160} << 20;

/// The part of OpenBLAS's buffer that products of panels touch, and a thread's own heap.
constexpr std::uint64_t threadBytes = std::uint64_t{24} << 20;

/// A double in the JSON, with its separator: seventeen digits, a sign, an exponent.
constexpr std::uint64_t jsonNumberBytes = 23;

/// Of a record of the journal besides its numbers.
constexpr std::uint64_t recordBytes = 80;

struct Counts {
    explicit Counts(const MeasurePlan& plan)
        : layers(plan.layers.size()),
          heads(plan.heads.size()),
          grams(layers * layers * heads),
          draws(plan.samples.size() * static_cast<std::uint64_t>(plan.others.draws)),
          values(layers * heads * 3 * static_cast<std::uint64_t>(plan.model.headDim)),
          directions(layers * heads * static_cast<std::uint64_t>(plan.topk) *
                     static_cast<std::uint64_t>(plan.model.hidden)) {}

    std::uint64_t layers;
    std::uint64_t heads;
    std::uint64_t grams;      ///< [L, L, H]
    std::uint64_t draws;      ///< [P, N]
    std::uint64_t values;     ///< eigenvalues and singular values, [L, H, 2r] and [L, H, r]
    std::uint64_t directions; ///< [L, H, k, d]
};

/// The memory of the most demanding task.
std::uint64_t mostWorkspace(const MeasurePlan& plan) {
    const auto busiest =
        std::max_element(plan.groups.begin(), plan.groups.end(), [](const HeadGroup& a, const HeadGroup& b) {
            return a.positions.size() < b.positions.size();
        });
    const auto group = static_cast<int>(busiest - plan.groups.begin());
    const auto isOfGroup = [group](const MeasureTask& task) { return task.group == group; };
    const auto spectrum = std::find_if(plan.spectra.begin(), plan.spectra.end(), isOfGroup);
    std::uint64_t most = workspaceOf(Work(spectrumWork(plan, *spectrum)), plan.model);
    // Sizes alone count, and only tasks in floats ask for norms.
    const auto precision = operators::isCheapInDoubles(static_cast<int>(plan.layers.size()), plan.model)
                               ? sizeof(double)
                               : sizeof(float);
    for (const MeasureTask& task : plan.grams) {
        if (isOfGroup(task)) {
            operators::GramTask work{plan.groupOf(task).keyHead,          {}, {}, {},
                                     operators::ProductPrecision::Double, {}, {}};
            for (int l = task.first.begin; l < task.first.end; ++l) {
                work.first.push_back(LayerIndex{l});
            }
            for (int l = task.second.begin; l < task.second.end; ++l) {
                work.second.push_back(LayerIndex{l});
            }
            most = std::max(most, workspaceOf(Work(work), plan.model) * precision / sizeof(double));
        }
    }
    return most;
}

} // namespace

Needs needsOf(const MeasurePlan& plan, int threads) {
    const Counts counts(plan);
    Needs needs;
    for (std::int64_t number = 0; number < plan.taskCount(); ++number) {
        needs.multiplications += plan.cost(plan.task(number));
    }
    needs.memoryBytes = processBytes +
                        static_cast<std::uint64_t>(threads) * (threadBytes + mostWorkspace(plan)) +
                        sizeof(double) * (counts.grams + counts.draws) + sizeof(float) * counts.values;
    needs.artifactBytes = jsonNumberBytes * (counts.grams + counts.layers * counts.heads) +
                          sizeof(float) * (counts.directions + counts.values) +
                          (sizeof(double) + 2 * sizeof(std::int64_t)) * counts.draws;
    needs.workingBytes = sizeof(float) * counts.directions +
                         sizeof(double) * (counts.grams + counts.draws + counts.values) +
                         recordBytes * static_cast<std::uint64_t>(plan.taskCount());
    return needs;
}

} // namespace sextant::measure
