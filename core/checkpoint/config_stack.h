// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <string>

#include <nlohmann/json.hpp>

namespace sextant::checkpoint {

/// The part of a config.json that describes one stack of layers.
struct ConfigStack {
    nlohmann::json json;
    std::string modelType;
    bool isNested = false; ///< in an object of its own, which may leave out what the type's code has
    bool isPart = false;   ///< of a model that has other stacks, or may have
};

/// The stack that is meant: the one called `tower` ("text", "vision", "audio", "encoder", "decoder", or
/// whatever stands before "_config"), else the only one, else the text of a model with other parts. Sizes of
/// an encoder or a decoder are given the keys of a model with one stack. `path` names the file in errors.
/// Errs with Unsupported when a tower has to be chosen, with Usage when there is none of that name; both list
/// those there are.
[[nodiscard]] Result<ConfigStack> chooseStack(const std::filesystem::path& path, const nlohmann::json& whole,
                                              const std::string& tower);

} // namespace sextant::checkpoint
