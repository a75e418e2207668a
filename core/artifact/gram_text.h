// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"

#include <filesystem>
#include <stop_token>
#include <string_view>

namespace sextant::artifact {

/// readGramFile() of a text in memory; `path` names it in errors.
[[nodiscard]] Result<GramFile> parseGramText(const std::filesystem::path& path, std::string_view content,
                                             const std::stop_token& stop = {});

} // namespace sextant::artifact
