// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/task_inputs.h"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

namespace sextant::measure {
namespace {

constexpr int fewestProbes = 4;

LayerIndex layerAt(const MeasurePlan& plan, int position) {
    return LayerIndex{plan.layers[static_cast<std::size_t>(position)]};
}

HeadIndex headAt(const MeasurePlan& plan, int position) {
    return HeadIndex{plan.heads[static_cast<std::size_t>(position)]};
}

std::vector<HeadIndex> headsOf(const MeasurePlan& plan, const MeasureTask& task) {
    std::vector<HeadIndex> heads;
    for (const int position : plan.groupOf(task).positions) {
        heads.push_back(headAt(plan, position));
    }
    return heads;
}

std::vector<LayerIndex> layersOf(const MeasurePlan& plan, const LayerRange& range) {
    std::vector<LayerIndex> layers;
    for (int l = range.begin; l < range.end; ++l) {
        layers.push_back(layerAt(plan, l));
    }
    return layers;
}

/// `||g||_F` of a layer and head, by their positions.
double normOf(const MeasuredNumbers& numbers, int layer, int head) {
    return std::sqrt(numbers.gram()(LayerIndex{layer}, LayerIndex{layer}, HeadIndex{head}));
}

/// [heads of the task, range].
std::vector<double> normsOf(const MeasurePlan& plan, const MeasureTask& task, const LayerRange& range,
                            const MeasuredNumbers& numbers) {
    std::vector<double> norms;
    for (const int position : plan.groupOf(task).positions) {
        for (int l = range.begin; l < range.end; ++l) {
            norms.push_back(normOf(numbers, l, position));
        }
    }
    return norms;
}

/// The pairs of neighbours when layers are put in order of their cancellation, largest first.
std::vector<std::pair<int, int>> worstPairs(const MeasurePlan& plan, const MeasuredNumbers& numbers,
                                            int position, int count) {
    std::vector<std::pair<double, int>> layers;
    for (std::size_t l = 0; l < plan.layers.size(); ++l) {
        const double cancellation =
            numbers.cancellation()[l * plan.heads.size() + static_cast<std::size_t>(position)];
        if (std::isfinite(cancellation)) { // a zero operator has no products to be wrong in
            layers.emplace_back(-cancellation, static_cast<int>(l));
        }
    }
    std::sort(layers.begin(), layers.end());
    std::vector<std::pair<int, int>> pairs;
    for (std::size_t i = 0; i + 1 < layers.size() && static_cast<int>(pairs.size()) < count; ++i) {
        pairs.emplace_back(layers[i].second, layers[i + 1].second);
    }
    return pairs;
}

} // namespace

operators::SpectrumTask spectrumWork(const MeasurePlan& plan, const MeasureTask& task) {
    return {layerAt(plan, task.first.begin), plan.groupOf(task).keyHead, headsOf(plan, task), plan.directions,
            plan.topk};
}

operators::GramTask gramWork(const MeasurePlan& plan, const MeasureTask& task,
                             operators::ProductPrecision precision, const MeasuredNumbers& numbers) {
    operators::GramTask work{plan.groupOf(task).keyHead,
                             headsOf(plan, task),
                             layersOf(plan, task.first),
                             layersOf(plan, task.second),
                             precision,
                             {},
                             {}};
    if (precision == operators::ProductPrecision::Single) {
        work.firstNorms = normsOf(plan, task, task.first, numbers);
        work.secondNorms = normsOf(plan, task, task.second, numbers);
    }
    return work;
}

operators::OtherHeadTask otherHeadWork(const MeasurePlan& plan, const MeasureTask& task,
                                       operators::ProductPrecision precision,
                                       const MeasuredNumbers& numbers) {
    operators::OtherHeadTask work{
        layerAt(plan, task.first.begin), layerAt(plan, task.second.begin), {}, precision};
    const auto draws = static_cast<std::size_t>(plan.others.draws);
    for (const auto& [first, second] :
         std::span(plan.others.heads).subspan(plan.pairOf(task) * draws, draws)) {
        const HeadIndex head = headAt(plan, first.value);
        const HeadIndex other = headAt(plan, second.value);
        work.samples.push_back({head, head.value / plan.model.groupSize(), other,
                                other.value / plan.model.groupSize(),
                                normOf(numbers, task.first.begin, first.value) *
                                    normOf(numbers, task.second.begin, second.value)});
    }
    return work;
}

std::vector<operators::PrecisionProbe> precisionProbes(const MeasurePlan& plan, int group,
                                                       const MeasuredNumbers& numbers) {
    const HeadGroup& heads = plan.groups[static_cast<std::size_t>(group)];
    const int size = static_cast<int>(heads.positions.size());
    const int probesPerHead = (fewestProbes + size - 1) / size;
    std::vector<operators::PrecisionProbe> probes;
    for (const int position : heads.positions) {
        for (const auto& [l, m] : worstPairs(plan, numbers, position, probesPerHead)) {
            probes.push_back({{layerAt(plan, l), layerAt(plan, m), headAt(plan, position), heads.keyHead},
                              normOf(numbers, l, position) * normOf(numbers, m, position)});
        }
    }
    return probes;
}

} // namespace sextant::measure
