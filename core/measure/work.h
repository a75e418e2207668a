// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/checkpoint/attention_weights.h"
#include "core/operators/head_spectra.h"
#include "core/operators/layer_grams.h"
#include "core/operators/other_head_grams.h"
#include "core/operators/product_precision.h"

#include <cstdint>
#include <stop_token>
#include <variant>
#include <vector>

namespace sextant::measure {

/// The complete input of a task besides the weights, as plain values: any thread, or any process that has
/// opened the same checkpoint, can perform it.
///
///     TRY_ASSIGN(const Outcome outcome, perform(weights, work, stop));
using Work = std::variant<operators::SpectrumTask, operators::GramTask, operators::OtherHeadTask,
                          operators::PrecisionProbe>;

/// The result of a task, as plain numbers.
struct Outcome {
    /// Of a SpectrumTask per head `||g||^2`, `||W_K W_Q^T||_F^2`, the cancellation, 2r eigenvalues,
    /// r singular values; of a GramTask [heads, first, second]; of an OtherHeadTask one per sample; of a
    /// PrecisionProbe one number, 1 when floats are good enough and else 0.
    std::vector<double> numbers;
    std::vector<float> directions; ///< of a SpectrumTask, [heads, k, d]
};

/// Does the work. A pure function. Errors of headSpectra(), layerGrams() and otherHeadGrams().
[[nodiscard]] Result<Outcome> perform(const checkpoint::AttentionWeights& weights, const Work& work,
                                      const std::stop_token& stop);

/// An upper estimate of the memory that perform() takes, in bytes.
[[nodiscard]] std::uint64_t workspaceOf(const Work& work, const checkpoint::AttentionShape& shape);

} // namespace sextant::measure
