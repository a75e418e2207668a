// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/family/family.h"

#include "core/analysis/operator_cosine.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <tuple>
#include <utility>

namespace sextant::family {
namespace {

/// Mean C^2 of each layer to the others; the largest wins, the first of equals.
void setBestAnchor(HeadFamily& family, const CosineMatrix& cosines) {
    constexpr double kEqualMeans = 1e-12;
    for (int a = 0; a < cosines.size() && cosines.size() > 1; ++a) {
        double sum = 0.0;
        for (int l = 0; l < cosines.size(); ++l) {
            sum += l == a ? 0.0 : cosines(l, a) * cosines(l, a);
        }
        const double mean = sum / (cosines.size() - 1);
        if (mean > family.bestAnchorRSquared + kEqualMeans) {
            family.bestAnchorRSquared = mean;
            family.bestAnchor = cosines.present[static_cast<std::size_t>(a)];
        }
    }
}

HeadFamily headFamily(const CosineMatrix& cosines, const std::stop_token& stop) {
    HeadFamily family{cosines.present, dimensionOf(cosines), std::nullopt, 0.0, depthBlocks(cosines, stop)};
    setBestAnchor(family, cosines);
    return family;
}

std::vector<CosineMatrix> matricesOf(const artifact::LayerPairTable& cosine) {
    std::vector<CosineMatrix> matrices;
    for (HeadIndex h; h.value < cosine.heads(); ++h.value) {
        matrices.push_back(cosineMatrix(cosine, h));
    }
    return matrices;
}

} // namespace

std::shared_ptr<const Family> familyOf(const artifact::LayerPairTable& cosine,
                                       const artifact::ArtifactShape& shape, const ThreadBudget& budget,
                                       const std::stop_token& stop) {
    auto family = std::make_shared<Family>();
    family->shape = shape;
    const int layers = shape.layers;
    const int heads = shape.heads;
    const std::vector<CosineMatrix> matrices = matricesOf(cosine);
    family->heads.resize(matrices.size());
    family->greedyOfHeads.resize(matrices.size());
    const int anchors = std::min(layers - 1, kMostAnchors);
    // What belongs to all heads comes first, the longest before the others: then no thread is left with it at
    // the end.
    const std::array<std::function<void()>, 5> ofAll{
        [&] { family->greedy = greedyAnchors(matrices, {}, anchors, stop); },
        [&] { family->chance = greedyByChance(layers, heads, shape.hiddenSize, 0, anchors, stop); },
        [&] { family->chanceOfHead = greedyByChance(layers, 1, shape.hiddenSize, 0, anchors, stop); },
        [&] { family->ofMean = headFamily(cosineMatrix(analysis::headMeanMatrix(cosine), layers), stop); },
        [&] { family->isotropicOfHead = isotropicEigenvalues(layers, 1.0 / shape.hiddenSize); }};
    constexpr auto others = static_cast<int>(std::tuple_size_v<decltype(ofAll)>);
    const auto compute = [&](int index) {
        if (index < others) {
            ofAll[static_cast<std::size_t>(index)]();
            return;
        }
        const auto head = static_cast<std::size_t>(index - others);
        family->heads[head] = headFamily(matrices[head], stop);
        family->greedyOfHeads[head] = greedyAnchors({&matrices[head], 1}, {}, anchors, stop);
    };
    const ThreadBudget::Lease lease = budget.lease(heads + others);
    if (!parallelFor(heads + others, lease.count(), stop, compute)) {
        return nullptr;
    }
    // The same draws: the mean over heads has the spread of one head over the root of their number.
    for (const evidence::Reference& one : family->isotropicOfHead) {
        const double factor = 1.0 / std::sqrt(heads);
        family->isotropicOfMean.push_back({1.0 + factor * (one.mean - 1.0), factor * one.deviation});
    }
    return stop.stop_requested() ? nullptr : std::shared_ptr<const Family>(std::move(family));
}

std::optional<Suggestion> suggestedAnchor(const artifact::LayerPairTable& cosine,
                                          const artifact::ArtifactShape& shape,
                                          std::span<const LayerIndex> anchors, HeadSelection head,
                                          const std::stop_token& stop) {
    const std::vector<CosineMatrix> matrices =
        head ? std::vector<CosineMatrix>{cosineMatrix(cosine, *head)} : matricesOf(cosine);
    const std::vector<GreedyStep> steps = greedyAnchors(matrices, anchors, 1, stop);
    if (steps.empty()) {
        return std::nullopt;
    }
    const std::vector<ChanceStep> chance =
        greedyByChance(shape.layers, static_cast<int>(matrices.size()), shape.hiddenSize,
                       static_cast<int>(anchors.size()), 1, stop);
    return Suggestion{steps.front(), chance.empty() ? ChanceStep{} : chance.front()};
}

} // namespace sextant::family
