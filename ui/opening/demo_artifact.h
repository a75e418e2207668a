// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>

namespace sextant::opening {

/// The artifact that comes with the program: `../share/sextant/demo` from where the program lies, installed
/// or built. Nothing when it is not installed. Needs a QCoreApplication.
[[nodiscard]] std::optional<std::filesystem::path> demoArtifact();

} // namespace sextant::opening
