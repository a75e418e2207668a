// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checkpoint/checkpoint.h"

#include <string>

namespace sextant::checkpoint {

/// Names of matrices that look like attention projections, numbers replaced by `{layer}`, those of queries
/// and keys first: "names that suggest attention: A, B", at most 12 of them. Empty when there is none.
std::string attentionLikeNames(const Checkpoint& checkpoint);

/// The tensor of packed numbers that quantised checkpoints have in place of `weight`, "x.qweight" for
/// "x.weight". Empty when there is none.
std::string packedName(const Checkpoint& checkpoint, const std::string& weight);

/// Whether an encoder and a decoder, side by side, have attention.
bool hasEncoderAndDecoder(const Checkpoint& checkpoint);

} // namespace sextant::checkpoint
