// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checkpoint/attention_weights.h"
#include "core/measure/measure.h"
#include "core/measure/other_head_plan.h"

#include <cstdint>
#include <vector>

namespace sextant::measure {

/// The query heads that share one key head; their products with it are shared too.
struct HeadGroup {
    int keyHead = 0;
    std::vector<int> positions; ///< places of these heads in MeasurePlan::heads
};

/// Consecutive selected layers, [begin, end) in MeasurePlan::layers; their rows are stacked and multiplied at
/// once.
struct LayerRange {
    int begin = 0;
    int end = 0;
    [[nodiscard]] int size() const { return end - begin; }
};

/// One piece of work, independent of all others.
struct MeasureTask {
    enum class Kind {
        Spectrum, ///< norms, eigenvalues and directions of one layer (`first.begin`) for the heads of a group
        Grams,    ///< the grams of the pairs of layers from two ranges (`first` before or equal to `second`)
        OtherHeads, ///< some heads of a layer (`first.begin`) with other heads of a later one
                    ///< (`second.begin`)
    };
    Kind kind = Kind::Spectrum;
    int group = 0; ///< of OtherHeads, which belong to no group, always 0
    LayerRange first;
    LayerRange second;
};

/// What to measure, cut into pieces that several threads can work on and that the journal refers to by
/// number.
struct MeasurePlan {
    checkpoint::AttentionShape model;
    std::vector<int> layers;       ///< LayerIndex of the weights, ascending
    std::vector<int> layerNumbers; ///< the same layers as the model counts them
    std::vector<int> heads;        ///< of the model, ascending
    int topk = 0;
    DirectionSide directions = DirectionSide::Query;
    std::vector<HeadGroup> groups;
    std::vector<MeasureTask> spectra; ///< [groups, layers]
    std::vector<MeasureTask> grams;   ///< [groups, pairs of ranges], larger pieces first within a group
    OtherHeadPlan others;
    std::vector<MeasureTask>
        samples; ///< [P] pairs of layers, as OtherHeadGrams orders them; empty without draws

    [[nodiscard]] artifact::ArtifactShape shape() const {
        return {static_cast<int>(layers.size()), static_cast<int>(heads.size()), model.headDim, model.hidden};
    }
    [[nodiscard]] std::int64_t taskCount() const {
        return static_cast<std::int64_t>(spectra.size() + grams.size() + samples.size());
    }

    /// A task by its number in the journal, in [0, taskCount()): spectra first, then grams, then samples.
    [[nodiscard]] const MeasureTask& task(std::int64_t number) const {
        const auto index = static_cast<std::size_t>(number);
        const std::size_t inGroups = spectra.size() + grams.size();
        return index < spectra.size() ? spectra[index]
               : index < inGroups     ? grams[index - spectra.size()]
                                      : samples[index - inGroups];
    }
    [[nodiscard]] const HeadGroup& groupOf(const MeasureTask& task) const {
        return groups[static_cast<std::size_t>(task.group)];
    }
    [[nodiscard]] int pairsPerGroup() const { return static_cast<int>(grams.size() / groups.size()); }

    /// The place of a task of OtherHeads among the pairs of layers.
    [[nodiscard]] std::size_t pairOf(const MeasureTask& task) const {
        return artifact::OtherHeadGrams::pairOf(LayerIndex{task.first.begin}, LayerIndex{task.second.begin},
                                                static_cast<int>(layers.size()));
    }

    /// The expected cost of a task, in float multiplications.
    [[nodiscard]] double cost(const MeasureTask& task) const;
};

/// `numbers` are those of the weights' layers in the model, [model.layers]; the options name layers by them.
/// Errs with Usage when the options name a layer or head that is not there. The cut depends on the shape and
/// the selection alone, not on the number of threads.
[[nodiscard]] Result<MeasurePlan> planMeasurement(const MeasureOptions& options,
                                                  const checkpoint::AttentionShape& model,
                                                  const std::vector<int>& numbers);

} // namespace sextant::measure
