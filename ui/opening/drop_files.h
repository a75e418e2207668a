// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QUrl>

#include <filesystem>
#include <optional>
#include <vector>

namespace sextant::session {
class Settings;
} // namespace sextant::session

namespace sextant::opening {

/// An artifact to open, with its tensor file when that was given along.
struct ArtifactFiles {
    std::filesystem::path json;
    std::optional<std::filesystem::path> eigdirs;
};

/// What dropped files mean.
struct DroppedFiles {
    std::vector<ArtifactFiles> artifacts;
    std::optional<std::filesystem::path> tensors; ///< dropped alone: for the artifact that is open
};

/// JSON files are artifacts. A tensor file belongs to the one JSON dropped along; alone, to the `X.json`
/// beside an `X-eigdirs.*`, else to what is open. A folder stands for the JSON files in it, those with a
/// tensor file beside them when there are such. Looks at names and at the folder's listing, reads nothing.
/// Empty when nothing is of use.
DroppedFiles droppedFiles(const QList<QUrl>& urls);

/// The tensor file remembered for `files.json`; nothing when `files` name their own.
[[nodiscard]] std::optional<std::filesystem::path> rememberedTensors(const session::Settings& settings,
                                                                     const ArtifactFiles& files);

} // namespace sextant::opening
