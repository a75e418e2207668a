// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/checkpoint/attention_weights.h"
#include "core/measure/measure_plan.h"

#include <vector>

namespace sextant::measure {

/// What one layer says of one query head by itself.
struct HeadSpectrum {
    double normSquared = 0.0;       ///< the gram's diagonal, `||g||_F^2`
    double froSquared = 0.0;        ///< `||W_K W_Q^T||_F^2`
    double cancellation = 1.0;      ///< `||S_Q||_F ||S_K||_F / ||g||^2` >= 1: how far errors of the two Gram
                                    ///< matrices are magnified in the gram; infinite for a zero operator
    std::vector<float> eigenvalues; ///< [2r]
    std::vector<float> directions;  ///< [k, d]
};

/// The spectra of the heads of one group at one layer, in the order of the group's positions. Products in
/// doubles. Inconsistent with tensor and place when a weight is NaN or infinite, or so large that products
/// overflow.
Result<std::vector<HeadSpectrum>> headSpectra(const checkpoint::AttentionWeights& weights,
                                              const checkpoint::Checkpoint& checkpoint,
                                              const MeasurePlan& plan, const MeasureTask& task);

} // namespace sextant::measure
