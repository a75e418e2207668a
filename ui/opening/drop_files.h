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
/// beside an `X-eigdirs.*`, else to the open artifact. A folder stands for the JSON files in it, and only for
/// those with a tensor file beside them if any has one. Looks at names and the folder's listing, reads
/// nothing. Empty when no file can be opened.
///
///     const DroppedFiles dropped = droppedFiles(event->mimeData()->urls());
///     for (const ArtifactFiles& files : dropped.artifacts) { open(files); }
[[nodiscard]] DroppedFiles droppedFiles(const QList<QUrl>& urls);

/// The tensor file remembered for `files.json`; nothing when `files` name their own.
[[nodiscard]] std::optional<std::filesystem::path> rememberedTensors(const session::Settings& settings,
                                                                     const ArtifactFiles& files);

} // namespace sextant::opening
