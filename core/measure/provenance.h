// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/measure/measure.h"
#include "core/measure/prepared_model.h"

#include <string>
#include <vector>

namespace sextant::measure {

/// What is recorded beside the numbers, as JSON members ("key": value) in their order: the model's name and
/// type, the layout, the selected layers and heads where not all, num_kv_heads (key heads that the selected
/// heads use), dtype, topk, directions, other heads per pair of layers, norms folded and not folded, which
/// norms exist, biases ignored, the RoPE offset the operators are for (0), the files with sizes and header
/// digests, an adapter with its files, the program. Says nothing of when, where or by how many threads: the
/// same measurement gives the same text.
[[nodiscard]] std::vector<std::string> provenanceOf(const MeasureOptions& options,
                                                    const PreparedModel& model);

/// One line that is the same for two runs exactly when the second may take over the first one's work: the
/// provenance, and what it leaves out (times of the files, the whole config, the cut into tasks).
[[nodiscard]] std::string runIdentity(const MeasureOptions& options,
                                      const std::vector<std::string>& provenance, const PreparedModel& model);

} // namespace sextant::measure
