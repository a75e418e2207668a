// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <initializer_list>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace sextant::checkpoint {

/// The keys that different families use for one quantity, in the order of precedence.
using ConfigNames = std::initializer_list<const char*>;

constexpr ConfigNames layerNames = {"num_hidden_layers",      "n_layer", "n_layers",       "num_layers",
                                    "num_transformer_layers", "depth",   "decoder_layers", "encoder_layers"};

/// The keys of a list, or a word, that gives each layer its kind.
constexpr ConfigNames kindNames = {"layers_block_type", "layer_types", "hybrid_override_pattern"};

/// What a json holds under a key, where it is of that kind.
[[nodiscard]] std::string stringAt(const nlohmann::json& json, const char* key, const std::string& otherwise);
[[nodiscard]] bool flagAt(const nlohmann::json& json, const char* key, bool otherwise);

/// The first of the members that is an object, or nullptr.
[[nodiscard]] const nlohmann::json* objectAt(const nlohmann::json& json, ConfigNames names);

/// The first of the members that is not null, which has to be a whole number from 1 to 2^24; nullopt when
/// there is none. `path` names the file in errors.
[[nodiscard]] Result<std::optional<int>> countAt(const std::filesystem::path& path,
                                                 const nlohmann::json& json, ConfigNames names);

/// The counts of every layer where the first of the members is a list of them; empty for anything else.
[[nodiscard]] Result<std::vector<int>> countsAt(const std::filesystem::path& path, const nlohmann::json& json,
                                                ConfigNames names);

} // namespace sextant::checkpoint
