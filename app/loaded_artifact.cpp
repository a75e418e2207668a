// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/loaded_artifact.h"

#include "app/exit_status.h"
#include "core/artifact/artifact_reader.h"

namespace sextant::app {
namespace {

void reportWarnings(const std::vector<Warning>& warnings) {
    for (const Warning& warning : warnings) {
        reportWarning(describe(warning));
    }
}

} // namespace

Result<std::shared_ptr<const artifact::Artifact>> loadArtifact(const ArtifactArguments& arguments) {
    Result<std::shared_ptr<const artifact::Artifact>> artifact =
        artifact::readArtifact(arguments.file, arguments.eigdirs);
    if (artifact) {
        reportWarnings((*artifact)->grams->warnings);
        if ((*artifact)->tensors) {
            reportWarnings((*artifact)->tensors->warnings);
        }
    }
    return artifact;
}

} // namespace sextant::app
