// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/loading/loading.h"

#include <filesystem>
#include <optional>
#include <stop_token>

namespace sextant::app {

/// The artifact pair that a command line names.
struct ArtifactArguments {
    std::filesystem::path file;
    std::optional<std::filesystem::path> eigdirs;
};

/// Opens it and prints on standard error what its checks did not pass. Errors of loading::load().
[[nodiscard]] Result<loading::Loaded> loadArtifact(const ArtifactArguments& arguments,
                                                   const std::stop_token& stop);

} // namespace sextant::app
