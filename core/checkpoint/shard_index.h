// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace sextant::checkpoint {

/// The file of each tensor as the text of an index (`model.safetensors.index.json`) names it in `weight_map`:
/// plain file names, checked to be such. `path` names the text in errors. Errs when there is no weight_map or
/// nothing in it, and when it exceeds ReadingBudget.
[[nodiscard]] Result<std::map<std::string, std::string>> parseShardIndex(const std::filesystem::path& path,
                                                                         std::string_view text);

} // namespace sextant::checkpoint
