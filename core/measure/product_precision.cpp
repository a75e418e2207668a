// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/measure/layer_grams.h"
#include "core/operators/pair_gram.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <utility>

namespace sextant::measure {
namespace {

constexpr double largestSafeError = 1e-7;
constexpr double smallProduct = 1e9; ///< multiplications; about a tenth of a second in doubles
constexpr int fewestProbes = 4;

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

/// A gram to be made both ways.
struct Probe {
    operators::LayerPair pair;
    double scale = 0.0; ///< `||g_l|| ||g_m||`
};

std::vector<Probe> probesOf(const MeasurePlan& plan, int group, const MeasuredNumbers& numbers) {
    const HeadGroup& heads = plan.groups[static_cast<std::size_t>(group)];
    const int size = static_cast<int>(heads.positions.size());
    const int probesPerHead = (fewestProbes + size - 1) / size;
    std::vector<Probe> probes;
    for (const int position : heads.positions) {
        const HeadIndex head{position};
        for (const auto& [l, m] : worstPairs(plan, numbers, position, probesPerHead)) {
            probes.push_back({{LayerIndex{plan.layers[static_cast<std::size_t>(l)]},
                               LayerIndex{plan.layers[static_cast<std::size_t>(m)]},
                               HeadIndex{plan.heads[static_cast<std::size_t>(position)]}, heads.keyHead},
                              std::sqrt(numbers.gram()(LayerIndex{l}, LayerIndex{l}, head)) *
                                  std::sqrt(numbers.gram()(LayerIndex{m}, LayerIndex{m}, head))});
        }
    }
    return probes;
}

bool isSafeInFloats(const checkpoint::AttentionWeights& weights, const Probe& probe) {
    const double exact = operators::pairGramInDoubles(weights, probe.pair);
    const double error = std::abs(operators::pairGramInFloats(weights, probe.pair) - exact);
    const bool madeInDoublesAnyway = std::abs(exact) > kLargestCosineInFloats * probe.scale;
    return error <= largestSafeError * probe.scale || madeInDoublesAnyway; // false for a NaN
}

} // namespace

ProductPrecision choosePrecision(const checkpoint::AttentionWeights& weights, const MeasurePlan& plan,
                                 int group, const MeasuredNumbers& numbers, int threads) {
    const double rows = static_cast<double>(plan.layers.size()) * plan.model.headDim;
    if (rows * rows * plan.model.hidden <= smallProduct) {
        return ProductPrecision::Double;
    }
    const std::vector<Probe> probes = probesOf(plan, group, numbers);
    std::atomic<bool> safe = true;
    parallelFor(static_cast<int>(probes.size()), threads, {}, [&](int index) {
        if (!isSafeInFloats(weights, probes[static_cast<std::size_t>(index)])) {
            safe = false;
        }
    });
    return safe ? ProductPrecision::Single : ProductPrecision::Double;
}

} // namespace sextant::measure
