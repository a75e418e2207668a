// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/artifact/artifact.h"
#include "core/base/error.h"
#include "core/base/layer_numbers.h"

#include <filesystem>
#include <vector>

namespace sextant::artifact {

/// What `layer_numbers` says of `layers` layers: as many integers, not negative and strictly increasing.
/// Without the key, or with null in its place, every layer bears its index. Errs with Inconsistent.
[[nodiscard]] Result<LayerNumbers> layerNumbersOf(const std::filesystem::path& path,
                                                  const std::vector<ProvenanceEntry>& provenance, int layers);

} // namespace sextant::artifact
