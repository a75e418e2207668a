// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/artifact_paths.h"

namespace sextant::measure {

/// Names in the working folder of an older pair while the new one takes its place.
inline constexpr const char* kFormerJson = "former.json";
inline constexpr const char* kFormerTensors = "former-eigdirs";

/// Moves a finished pair from the working folder into place, an older pair of these names into the working
/// folder. When a step fails, all earlier ones are taken back: the old pair or the new one is there, never
/// half of one. Tensors never lie beside a JSON that is not theirs. No system renames two files at once, so a
/// power failure between the steps can leave the old pair in the working folder: restoreFormerPair() brings
/// it back.
[[nodiscard]] Result<void> putPairInPlace(const ArtifactPaths& paths);

/// Brings back an older pair that an interrupted putPairInPlace() left in the working folder. Does nothing
/// when there is none, or when a JSON is in place.
void restoreFormerPair(const ArtifactPaths& paths);

} // namespace sextant::measure
