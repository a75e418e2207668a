// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checkpoint/attention_weights.h"
#include "core/checkpoint/checkpoint.h"
#include "core/measure/measure_plan.h"

#include <string>
#include <vector>

namespace sextant::measure {

/// What is recorded beside the numbers, as JSON members ("key": value) in their order: the model's name and
/// type, the layout, the selected layers and heads where not all, num_kv_heads (key heads that the selected
/// heads use), dtype, topk, directions, other heads per pair of layers, norms folded and not folded, which
/// norms exist, biases ignored, the RoPE offset the operators are for (0), the files with sizes and header
/// digests, the program. Says nothing of when, where or by how many threads: the same measurement gives the
/// same text.
[[nodiscard]] std::vector<std::string> provenanceOf(const MeasureOptions& options, const MeasurePlan& plan,
                                                    const checkpoint::ModelConfig& config,
                                                    const checkpoint::WeightLayout& layout,
                                                    const checkpoint::Checkpoint& checkpoint,
                                                    const checkpoint::AttentionWeights& weights);

/// One line that is the same for two runs exactly when the second may take over the first one's work: the
/// provenance, and what it leaves out (times of the files, the whole config, the cut into tasks).
[[nodiscard]] std::string runIdentity(const MeasureOptions& options,
                                      const std::vector<std::string>& provenance, const MeasurePlan& plan,
                                      const checkpoint::ModelConfig& config,
                                      const checkpoint::Checkpoint& checkpoint);

} // namespace sextant::measure
