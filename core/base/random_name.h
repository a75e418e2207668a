// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

namespace sextant {

/// ".STEM.RANDOM.partial.EXT": a file name that nobody can guess, with 64 random bits from the system. Long
/// stems are cut at a character's border, so that any legal target has a legal name of this kind.
[[nodiscard]] std::filesystem::path randomNameLike(const std::filesystem::path& target);

/// True when randomNameLike(target) could have given the file name of `path`.
[[nodiscard]] bool isRandomNameLike(const std::filesystem::path& target, const std::filesystem::path& path);

} // namespace sextant
