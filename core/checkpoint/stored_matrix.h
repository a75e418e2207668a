// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/checkpoint/float8.h"
#include "core/checkpoint/stack.h"

#include <optional>
#include <string>
#include <vector>

namespace sextant::checkpoint {

/// A matrix of weights where it is stored.
struct StoredMatrix {
    tensor::TensorView view;
    std::optional<Float8Matrix> float8; ///< the elements, where `view` is one of bytes
};

/// As requireTensor(), but 8-bit floats will do too, with the factors beside them: `x.weight_scale_inv` or
/// `x.weight_scale` for `x.weight`, one for each block (of `weight_block_size`), row or tensor. Errs with
/// Unsupported when there are none, with Inconsistent when they have another shape.
[[nodiscard]] Result<StoredMatrix> requireMatrix(const Stack& stack, const std::string& name,
                                                 const std::vector<std::int64_t>& shape);

} // namespace sextant::checkpoint
