// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/base/error.h"

#include <filesystem>
#include <memory>
#include <optional>

namespace sextant::app {

/// The artifact pair that a command line names; what is suspicious in it is said on standard error.
struct ArtifactArguments {
    std::filesystem::path file;
    std::optional<std::filesystem::path> eigdirs;
};

Result<std::shared_ptr<const artifact::Artifact>> loadArtifact(const ArtifactArguments& arguments);

} // namespace sextant::app
