// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"

namespace sextant::artifact {

/// Reads into `file` what `archive` has of `sing_vals`, `other_grams` and `other_heads`. One that cannot be
/// used - of another type or shape, larger than its file, heads that do not exist or are the same - is left
/// out, and `file.leftOut` says why; the rest of the artifact is unaffected. `file.path` is set.
void readOptionalTensors(const tensor::TensorArchive& archive, const ArtifactShape& shape, TensorFile& file);

} // namespace sextant::artifact
