// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/checkpoint/checkpoint.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sextant::checkpoint {

/// "[2, 3]".
[[nodiscard]] std::string shapeText(const std::vector<std::int64_t>& shape);

/// The elements of a tensor of at most two dimensions, in row-major order.
[[nodiscard]] std::vector<double> valuesOf(const tensor::TensorView& view);

/// Errs with Inconsistent when the bias beside `weight` has not one entry for each of its outputs: a tensor
/// taken the wrong way round gives itself away by it. No bias, no objection.
[[nodiscard]] Result<void> checkBias(const Checkpoint& checkpoint, const std::string& weight,
                                     std::int64_t outputs);

/// Errs with Inconsistent when the projection back to the residual stream, in the module that holds the
/// tensor `query`, does not take in `heads * headDim` numbers, which is what all query heads give out.
[[nodiscard]] Result<void> checkOutputProjection(const Checkpoint& checkpoint, const std::string& query,
                                                 int heads, int headDim);

} // namespace sextant::checkpoint
