// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/loading/loading.h"

#include <filesystem>
#include <optional>

namespace sextant::app {

/// The artifact pair that a command line names.
struct ArtifactArguments {
    std::filesystem::path file;
    std::optional<std::filesystem::path> eigdirs;
};

/// Opens it; prints on standard error what its checks did not pass.
[[nodiscard]] Result<loading::Loaded> loadArtifact(const ArtifactArguments& arguments);

} // namespace sextant::app
