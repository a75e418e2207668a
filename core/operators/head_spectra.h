// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/indices.h"
#include "core/checkpoint/attention_weights.h"
#include "core/operators/direction_side.h"

#include <cstdint>
#include <stop_token>
#include <vector>

namespace sextant::operators {

/// One layer of the query heads that share a key head; the key side is computed once for all of them.
///
///     const SpectrumTask task{LayerIndex{3}, 0, {HeadIndex{0}, HeadIndex{1}}, DirectionSide::Query, 8};
///     TRY_ASSIGN(const std::vector<HeadSpectrum> spectra, headSpectra(weights, task, stop));
struct SpectrumTask {
    LayerIndex layer;
    int keyHead = 0;
    std::vector<HeadIndex> heads; ///< query heads of the model
    DirectionSide directions = DirectionSide::Query;
    int topk = 0; ///< k, at most min(r, d), for Symmetric at most min(2r, d)
};

/// What is measured of one layer and query head alone.
struct HeadSpectrum {
    double normSquared = 0.0;       ///< the gram's diagonal, `||g||_F^2`
    double froSquared = 0.0;        ///< `||W_K W_Q^T||_F^2`
    double cancellation = 1.0;      ///< `||S_Q||_F ||S_K||_F / ||g||^2` >= 1: how far errors of the two Gram
                                    ///< matrices are magnified in the gram; infinite for a zero operator
    std::vector<float> eigenvalues; ///< [2r]
    std::vector<float> singularValues; ///< [r], by decreasing size
    std::vector<float> directions;     ///< [k, d]
};

/// The spectra of the task's heads, in their order. A pure function. Products are in doubles. Errs with
/// Inconsistent, naming file, tensor and place, when a weight is NaN or infinite or so large that products
/// overflow; with Cancelled soon after a stop request.
[[nodiscard]] Result<std::vector<HeadSpectrum>> headSpectra(const checkpoint::AttentionWeights& weights,
                                                            const SpectrumTask& task,
                                                            const std::stop_token& stop);

/// An upper estimate of the memory that headSpectra() takes, in bytes.
[[nodiscard]] std::uint64_t workspaceOf(const SpectrumTask& task, const checkpoint::AttentionShape& shape);

} // namespace sextant::operators
