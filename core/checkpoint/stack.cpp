// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checkpoint/stack.h"

#include "core/checkpoint/weight_checks.h"

#include <algorithm>

#include <fmt/format.h>

namespace sextant::checkpoint {

bool Stack::hasShape(const std::string& name, const std::vector<std::int64_t>& wanted) const {
    const CheckpointTensor* tensor = checkpoint.find(name);
    return tensor != nullptr && tensor->view.shape == wanted;
}

std::string Stack::presentPattern(const std::string& pattern) const {
    const bool isPresent = !pattern.empty() && std::any_of(numbers.begin(), numbers.end(),
                                                           [&](int l) { return has(nameOf(pattern, l)); });
    return isPresent ? pattern : std::string();
}

std::string quantisedHow(const ModelConfig& config) {
    return config.quantisation.empty()
               ? "; the model that they were made from can be"
               : fmt::format(" (config.json: {}); the model that they were made from can be",
                             config.quantisation);
}

Result<const CheckpointTensor*> requireTensor(const Stack& stack, const std::string& name,
                                              const std::vector<std::int64_t>& shape) {
    const Checkpoint& checkpoint = stack.checkpoint;
    const CheckpointTensor* tensor = checkpoint.find(name);
    if (tensor == nullptr) {
        return failure(ErrorCode::NotFound, checkpoint.folder(), name,
                       fmt::format("is missing, though config.json says {} layers; a shard may be missing",
                                   stack.config.layers));
    }
    if (!tensor->unusable.empty()) {
        return failure(ErrorCode::Unsupported, checkpoint.fileOf(name), name,
                       fmt::format("is {}; quantised weights cannot be measured, only float64, float32, "
                                   "float16, bfloat16 and 8-bit floats with their factors{}",
                                   tensor->unusable, quantisedHow(stack.config)));
    }
    if (tensor->view.shape != shape) {
        return failure(ErrorCode::Inconsistent, checkpoint.fileOf(name), name,
                       fmt::format("has shape {}, but config.json makes it {} ({} heads, {} key heads, "
                                   "head_dim {}, hidden_size {})",
                                   shapeText(tensor->view.shape), shapeText(shape), stack.shape.heads,
                                   stack.shape.keyHeads, stack.shape.headDim, stack.shape.hidden));
    }
    return tensor;
}

} // namespace sextant::checkpoint
