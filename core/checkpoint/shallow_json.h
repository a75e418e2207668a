// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <string_view>

#include <nlohmann/json.hpp>

namespace sextant::checkpoint {

/// Reads a JSON text of which only the members of its object, and of three more levels of objects in it, are
/// of interest. Lists keep their numbers, texts and literals, at most 1024; objects that lie deeper become
/// empty ones: what nobody reads takes no memory. A number that is not finite becomes a string of its text.
/// Of equal keys the last counts. `path` names the text in errors; errs with Malformed and the byte where it
/// is not JSON.
///
///     readShallowJson(path, R"({"a": 1, "b": [2], "c": {"d": {"e": {"f": {"g": 4}}}}})")
///     // {"a": 1, "b": [2], "c": {"d": {"e": {"f": {}}}}}
[[nodiscard]] Result<nlohmann::json> readShallowJson(const std::filesystem::path& path,
                                                     std::string_view text);

} // namespace sextant::checkpoint
