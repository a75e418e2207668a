// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <filesystem>
#include <functional>
#include <string_view>

namespace sextant {

/// A name beside `target`, in the same folder (so that a rename is atomic), with the same extension, that no
/// other process of this machine uses.
std::filesystem::path temporaryBeside(const std::filesystem::path& target);

/// Calls `write(temporary path)`; when it succeeds the file is flushed to the disk and renamed onto `target`,
/// when it fails the temporary file is removed and `target` stays as it was. A symbolic link stays one:
/// the file it points to is replaced. A device or a pipe is written itself.
Result<void> replaceFile(const std::filesystem::path& target,
                         const std::function<Result<void>(const std::filesystem::path&)>& write);

/// replaceFile() for content at hand.
Result<void> replaceFile(const std::filesystem::path& target, std::string_view content);

} // namespace sextant
