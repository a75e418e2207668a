// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/checkpoint/adapter.h"
#include "core/checkpoint/stack.h"

namespace sextant::checkpoint {

/// Finds the tensors of W_Q and W_K of one layer and where the heads lie in them. `stack` has its prefix and
/// shape. Errs when one is missing, is not of a float type, has another shape than the stack's or contradicts
/// what lies beside it. `adapter` is added to the weights, null for none; errs where it does not fit.
[[nodiscard]] Result<LayerWeights> placeProjections(const Stack& stack, Packing packing, int layer,
                                                    const Adapter* adapter);

} // namespace sextant::checkpoint
