// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checkpoint/checkpoint.h"

#include <string>
#include <vector>

namespace sextant::checkpoint {

/// Texts in the manner of a config.json that a checkpoint itself gives, the likeliest first: what the shapes
/// of TransformerLens's tensors say, and the integers that training scripts save beside the weights
/// (`model_args` of nanoGPT and llama2.c, `hyper_parameters` of Lightning). The scripts' own layouts are
/// named as `model_type`. None need give sizes.
[[nodiscard]] std::vector<std::string> savedConfigs(const Checkpoint& checkpoint);

} // namespace sextant::checkpoint
