// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loaded_artifact.h"

#include "app/exit_status.h"
#include "core/integrity/wording.h"

namespace sextant::app {

Result<loading::Loaded> loadArtifact(const ArtifactArguments& arguments, const std::stop_token& stop) {
    Result<loading::Loaded> loaded =
        loading::load({.json = arguments.file, .eigdirs = arguments.eigdirs}, {}, stop);
    if (loaded) {
        for (const integrity::Check* check : loaded->integrity->complaints(integrity::Severity::Note)) {
            if (check->severity == integrity::Severity::Note) {
                reportNote(integrity::describe(*check));
            } else {
                reportWarning(integrity::describe(*check));
            }
        }
    }
    return loaded;
}

} // namespace sextant::app
