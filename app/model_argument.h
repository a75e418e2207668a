// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <string>

namespace sextant::app {

/// The value of a variable of this process's environment, empty when it is not set. HOME falls back to the
/// user's entry in the system's list.
[[nodiscard]] std::string environmentVariable(const std::string& name);

/// Where the Hugging Face cache of this user is.
[[nodiscard]] std::filesystem::path modelCache();

/// The folder or file that the MODEL of the command line means; a name finds the cache. Errors of
/// checkpoint::findModel().
[[nodiscard]] Result<std::filesystem::path> modelArgument(const std::filesystem::path& model,
                                                          const std::string& revision);

/// Whether an argument that could be an artifact is a model: a folder, or the name of a model in the cache
/// where there is no file of that name.
[[nodiscard]] bool meansModel(const std::filesystem::path& argument);

} // namespace sextant::app
