// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checkpoint/checkpoint.h"

#include <map>
#include <string>
#include <vector>

namespace sextant::checkpoint {

/// "names that suggest attention: A, B": at most 12 names of matrices that look like attention projections,
/// queries and keys first, numbers replaced by `{layer}`. Empty when there are none.
[[nodiscard]] std::string attentionLikeNames(const Checkpoint& checkpoint);

/// What stands before `pattern` in the model's tensor names, and the numbers of the layers that have such a
/// name, ascending; of a tensor of all layers 0. One pass over the names, whatever the config says of layers.
[[nodiscard]] std::map<std::string, std::vector<int>> layersByPrefix(const Checkpoint& checkpoint,
                                                                     const std::string& pattern);

/// What stands before `pattern`, of layer 0, in the model's tensor names; each once, sorted.
[[nodiscard]] std::vector<std::string> prefixesOf(const Checkpoint& checkpoint, const std::string& pattern);

/// Whether the name of a tensor can be one of the stack meant in a model of several: the one called `tower`,
/// else the text. Of an encoder or a decoder, and of a part with a name of its own, the word must be in it;
/// images and sound have several words, and the text has none of these.
[[nodiscard]] bool isNameOfTower(const std::string& name, const std::string& tower);

/// The name of the packed tensor that a quantised checkpoint has in place of `weight`, e.g. "x.qweight" for
/// "x.weight". Empty when there is none.
[[nodiscard]] std::string packedName(const Checkpoint& checkpoint, const std::string& weight);

/// True when both an encoder and a decoder have attention.
[[nodiscard]] bool hasEncoderAndDecoder(const Checkpoint& checkpoint);

/// Whether a name has a word of attention in it, such as "attn", "q_proj" or "query".
[[nodiscard]] bool suggestsAttention(const std::string& name);

} // namespace sextant::checkpoint
