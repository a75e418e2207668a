// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure_plan.h"

#include "core/base/try.h"

#include <algorithm>
#include <numeric>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace sextant::measure {
namespace {

/// A product of panels this tall runs at nearly full speed; two such panels and their product stay small.
constexpr int rowsPerRange = 1152;

/// Enough pieces for a few threads to share a group, even of a small model.
constexpr int leastRanges = 4;

/// "0 to 3" of numbers without a gap, else "0, 4, 8".
std::string listText(const std::vector<int>& numbers) {
    const bool isRange = numbers.back() - numbers.front() + 1 == static_cast<int>(numbers.size());
    return isRange ? fmt::format("{} to {}", numbers.front(), numbers.back())
                   : fmt::format("{}", fmt::join(numbers, ", "));
}

/// The positions of what is wanted in `numbers`, ascending.
Result<std::vector<int>> selection(const std::optional<std::vector<int>>& wanted,
                                   const std::vector<int>& numbers, const std::string& what) {
    if (wanted && wanted->empty()) {
        return failure(ErrorCode::Usage, {}, {}, fmt::format("no {} is selected", what));
    }
    std::vector<int> positions;
    for (const int each : wanted.value_or(numbers)) {
        const auto found = std::find(numbers.begin(), numbers.end(), each);
        if (found == numbers.end()) {
            const bool isWithin = each > numbers.front() && each < numbers.back();
            return failure(ErrorCode::Usage, {}, {},
                           fmt::format("{} {} {}; the model has {} {}", what, each,
                                       isWithin ? "is not one that can be measured" : "does not exist", what,
                                       listText(numbers)));
        }
        positions.push_back(static_cast<int>(found - numbers.begin()));
    }
    return positions;
}

std::vector<int> allOf(int count) {
    std::vector<int> all(static_cast<std::size_t>(count));
    std::iota(all.begin(), all.end(), 0);
    return all;
}

std::vector<LayerRange> cutLayers(int layers, int headDim) {
    const int longest = std::max(1, rowsPerRange / headDim);
    const int length = std::clamp((layers + leastRanges - 1) / leastRanges, 1, longest);
    std::vector<LayerRange> ranges;
    for (int begin = 0; begin < layers; begin += length) {
        ranges.push_back({begin, std::min(begin + length, layers)});
    }
    return ranges;
}

void addTasks(MeasurePlan& plan, int group) {
    const int layers = static_cast<int>(plan.layers.size());
    for (int l = 0; l < layers; ++l) {
        plan.spectra.push_back({MeasureTask::Kind::Spectrum, group, {l, l + 1}, {l, l + 1}});
    }
    const std::vector<LayerRange> ranges = cutLayers(layers, plan.model.headDim);
    // The diagonal pieces are half the work of the others: last, they fill the gaps between threads.
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        for (std::size_t j = i + 1; j < ranges.size(); ++j) {
            plan.grams.push_back({MeasureTask::Kind::Grams, group, ranges[i], ranges[j]});
        }
    }
    for (const LayerRange& range : ranges) {
        plan.grams.push_back({MeasureTask::Kind::Grams, group, range, range});
    }
}

} // namespace

double MeasurePlan::cost(const MeasureTask& task) const {
    const double r = model.headDim;
    const double d = model.hidden;
    if (task.kind == MeasureTask::Kind::OtherHeads) {
        return 2.0 * others.draws * r * r * d;
    }
    const double headCount =
        static_cast<double>(groups[static_cast<std::size_t>(task.group)].positions.size());
    if (task.kind == MeasureTask::Kind::Spectrum) {
        // Products in double count twice, eigenvalue problems are slower than products of as many operations.
        return (headCount + 1.0) * 4.0 * r * r * d + headCount * 60.0 * r * r * r;
    }
    const double share = task.first.begin == task.second.begin ? 0.5 : 1.0;
    return (headCount + 1.0) * share * (task.first.size() * r) * (task.second.size() * r) * d;
}

Result<MeasurePlan> planMeasurement(const MeasureOptions& options, const checkpoint::AttentionShape& model,
                                    const std::vector<int>& numbers) {
    MeasurePlan plan;
    plan.model = model;
    TRY_ASSIGN(plan.layers, selection(options.layers, numbers, "layer"));
    TRY_ASSIGN(plan.heads, selection(options.heads, allOf(model.heads), "head"));
    if (options.topk < 1) {
        return failure(ErrorCode::Usage, {}, "topk",
                       fmt::format("is {}, but must be at least 1", options.topk));
    }
    if (options.otherHeads < 0) {
        return failure(ErrorCode::Usage, {}, "other heads",
                       fmt::format("is {}, but must be at least 0", options.otherHeads));
    }
    for (const int l : plan.layers) {
        plan.layerNumbers.push_back(numbers[static_cast<std::size_t>(l)]);
    }
    plan.directions = options.directions;
    const int most = options.directions == DirectionSide::Symmetric ? 2 * model.headDim : model.headDim;
    plan.topk = std::min({options.topk, most, model.hidden});
    for (std::size_t position = 0; position < plan.heads.size(); ++position) {
        const int keyHead = plan.heads[position] / model.groupSize();
        if (plan.groups.empty() || plan.groups.back().keyHead != keyHead) {
            plan.groups.push_back({keyHead, {}});
        }
        plan.groups.back().positions.push_back(static_cast<int>(position));
    }
    for (int group = 0; group < static_cast<int>(plan.groups.size()); ++group) {
        addTasks(plan, group);
    }
    const int count = static_cast<int>(plan.layers.size());
    plan.others = planOtherHeads(plan.groups, count, options.otherHeads);
    for (int l = 0; plan.others.draws > 0 && l < count; ++l) {
        for (int m = l + 1; m < count; ++m) {
            plan.samples.push_back({MeasureTask::Kind::OtherHeads, 0, {l, l + 1}, {m, m + 1}});
        }
    }
    return plan;
}

} // namespace sextant::measure
