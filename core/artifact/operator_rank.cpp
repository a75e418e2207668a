// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/artifact/operator_rank.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace sextant::artifact {
namespace {

/// 0 where nothing is known.
int countOfNonZero(std::span<const double> values) {
    double largest = 0.0;
    for (const double value : values) {
        if (!std::isfinite(value)) {
            return 0;
        }
        largest = std::max(largest, std::abs(value));
    }
    return static_cast<int>(std::ranges::count_if(
        values, [largest](double value) { return std::abs(value) > kZeroShare * largest; }));
}

int atMost(int topk, int nonZero) {
    return nonZero == 0 ? topk : std::min(nonZero, topk);
}

} // namespace

int comparedDirections(const TensorFile& tensors, const ArtifactShape& shape, LayerIndex layer,
                       HeadIndex head) {
    const std::span<const double> singularValues = tensors.singularValuesOf(layer, head, shape.heads);
    if (!singularValues.empty()) {
        return atMost(tensors.topk, countOfNonZero(singularValues));
    }
    if (tensors.eigenvalues.empty()) {
        return tensors.topk;
    }
    const int nonZero = countOfNonZero(
        {tensors.eigenvaluesOf(layer, head, shape.heads), static_cast<std::size_t>(tensors.eigenvalueCount)});
    const bool noneIsZero = nonZero == tensors.eigenvalueCount; // which bounds nothing
    return noneIsZero ? tensors.topk : atMost(tensors.topk, nonZero);
}

std::optional<OperatorRank> operatorRank(const TensorFile& tensors, const ArtifactShape& shape,
                                         LayerIndex layer, HeadIndex head) {
    const auto isFinite = [](std::span<const double> values) {
        return std::ranges::all_of(values, [](double value) { return std::isfinite(value); });
    };
    const std::span<const double> singularValues = tensors.singularValuesOf(layer, head, shape.heads);
    if (!singularValues.empty()) {
        return isFinite(singularValues) ? std::optional(OperatorRank{countOfNonZero(singularValues), false})
                                        : std::nullopt;
    }
    if (tensors.eigenvalues.empty()) {
        return std::nullopt;
    }
    const std::span<const double> eigenvalues{tensors.eigenvaluesOf(layer, head, shape.heads),
                                              static_cast<std::size_t>(tensors.eigenvalueCount)};
    return isFinite(eigenvalues)
               ? std::optional(OperatorRank{std::min(countOfNonZero(eigenvalues), shape.headDim), true})
               : std::nullopt;
}

} // namespace sextant::artifact
