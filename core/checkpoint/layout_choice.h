// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checkpoint/checkpoint.h"
#include "core/checkpoint/model_config.h"
#include "core/checkpoint/weight_layout.h"

#include <optional>
#include <string>
#include <vector>

namespace sextant::checkpoint {

/// What a person says about where W_Q and W_K are; empty where they leave it to the program.
struct LayoutWish {
    std::string queryPattern; ///< a tensor's name with `{layer}`; both or neither
    std::string keyPattern;
    std::optional<Packing> packing; ///< of a tensor that holds both
};

struct ChosenLayout {
    WeightLayout layout;
    std::vector<std::string> notices; ///< sentences about what was assumed
};

/// The layout of a model: as wished, else that of its type, else the one scheme with separate projections
/// that its names follow. A packing is never guessed. Key-head counts that a family's other keys of
/// config.json decide on are set in `config`. Errs with Usage where the wish contradicts itself or the type,
/// with Unsupported where nothing is known.
[[nodiscard]] Result<ChosenLayout> chooseLayout(const LayoutWish& wish, ModelConfig& config,
                                                const Checkpoint& checkpoint);

} // namespace sextant::checkpoint
