// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/checkpoint/attention_weights.h"

#include <cstdint>
#include <string>
#include <vector>

namespace sextant::checkpoint {

/// The stack of layers that is being located: what every step of it needs.
struct Stack {
    const Checkpoint& checkpoint;
    const ModelConfig& config;
    const WeightLayout& layout;
    std::string prefix = {}; ///< stands before the layout's names
    AttentionShape shape = {};
    std::vector<int> numbers = {}; ///< of the layers to be located, in the model

    /// A tensor of the layout, by the pattern of its name.
    [[nodiscard]] std::string nameOf(const std::string& pattern, int layer) const {
        return tensorName(prefix, pattern, layer);
    }
    [[nodiscard]] bool has(const std::string& name) const { return checkpoint.find(name) != nullptr; }
    [[nodiscard]] bool hasShape(const std::string& name, const std::vector<std::int64_t>& wanted) const;

    /// The pattern when any of these layers has such a tensor, else nothing: a gain that only some layers
    /// lack is a gap, not a model without gains.
    [[nodiscard]] std::string presentPattern(const std::string& pattern) const;
};

/// " (config.json: gptq); the model that they were made from can be", the method where the config names it.
[[nodiscard]] std::string quantisedHow(const ModelConfig& config);

/// The tensor of that name, of a float type and this shape. Errs with NotFound when it is missing, with
/// Unsupported when it is quantised, with Inconsistent when its shape is another.
[[nodiscard]] Result<const CheckpointTensor*> requireTensor(const Stack& stack, const std::string& name,
                                                            const std::vector<std::int64_t>& shape);

} // namespace sextant::checkpoint
