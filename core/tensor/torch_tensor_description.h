// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/tensor/pickle.h"
#include "core/tensor/tensor_view.h"

#include <optional>
#include <string>

namespace sextant::tensor {

/// The arguments torch would rebuild a tensor from.
struct TensorDescription {
    ElementType type = ElementType::Float32;
    std::string storageKey;
    std::int64_t storageLength = 0; ///< in elements
    std::int64_t storageOffset = 0; ///< in elements
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;
};

/// What a node of a torch pickle is, when it is not a dict.
struct DescribedNode {
    std::optional<TensorDescription> tensor; ///< set for a tensor of an ElementType
    std::string kind;       ///< what it is unless of floating point, e.g. "an int64 tensor", "a string"
    bool needsCode = false; ///< only code that the file names, and that is never run, could make it
};

/// Understands tensors, parameters and tensors with attributes, as torch.save writes them.
[[nodiscard]] DescribedNode describeNode(const Pickle& pickle, Pickle::Node node);

} // namespace sextant::tensor
