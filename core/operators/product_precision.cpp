// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/operators/product_precision.h"

#include "core/blas/area.h"

#include <cmath>

namespace sextant::operators {
namespace {

constexpr double largestSafeError = 1e-7;
constexpr double smallProduct = 1e9; ///< multiplications; about a tenth of a second in doubles

} // namespace

Result<bool> isSafeInFloats(const checkpoint::AttentionWeights& weights, const PrecisionProbe& probe,
                            const std::stop_token& stop) {
    const double exact = pairGramInDoubles(weights, probe.pair);
    if (stop.stop_requested()) {
        return failure(ErrorCode::Cancelled, {}, {}, "the measurement was stopped");
    }
    const double error = std::abs(pairGramInFloats(weights, probe.pair) - exact);
    const bool madeInDoublesAnyway = std::abs(exact) > kLargestCosineInFloats * probe.scale;
    return error <= largestSafeError * probe.scale || madeInDoublesAnyway; // false for a NaN
}

bool isCheapInDoubles(int layers, const checkpoint::AttentionShape& shape) {
    const double rows = static_cast<double>(layers) * shape.headDim;
    return rows * rows * shape.hidden <= smallProduct;
}

std::uint64_t workspaceOf(const PrecisionProbe&, const checkpoint::AttentionShape& shape) {
    return 2 * sizeof(double) *
           (blas::area(shape.headDim, shape.hidden) + blas::area(shape.headDim, shape.headDim));
}

} // namespace sextant::operators
