// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>

namespace sextant::opening {

/// The artifact that comes with the program: `../share/sextant/demo` from where the program lies, installed
/// or built. Empty when it is not there. Needs a QCoreApplication.
std::optional<std::filesystem::path> demoArtifact();

} // namespace sextant::opening
