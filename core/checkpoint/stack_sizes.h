// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/checkpoint/stack.h"

#include <optional>
#include <string>
#include <vector>

namespace sextant::checkpoint {

/// The layers of a stack that are measured together, and what is said of the others.
struct MeasuredLayers {
    AttentionShape shape;
    std::vector<int> numbers; ///< in the model, ascending
    std::vector<std::string> notices;
};

/// The packing of the stack's tensors: that of the layout, except for plain linear layers under a type whose
/// own code stores [in, out], which is told where the shape is not square.
[[nodiscard]] Packing packingOf(const Stack& stack, const AttentionShape& shape, int layer);

/// The layers with attention, `present` by their numbers, that are of one size: of the size of those in
/// `wanted`, else of the size that most of them have. Layers that use the keys of others are left out. Errs
/// with Inconsistent when config.json gives no sizes or some that cannot be, with Usage when the layers
/// wanted differ.
[[nodiscard]] Result<MeasuredLayers> measuredLayers(const Stack& stack, const std::vector<int>& present,
                                                    const std::optional<std::vector<int>>& wanted);

} // namespace sextant::checkpoint
