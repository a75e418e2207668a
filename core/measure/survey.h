// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/thread_budget.h"
#include "core/checkpoint/attention_weights.h"
#include "core/measure/measure.h"
#include "core/measure/needs.h"

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace sextant::measure {

/// What a measurement would be of.
struct ModelSurvey {
    std::string modelType;
    std::string layout;       ///< "qwen3"; empty where a person named the tensors
    std::string elementNames; ///< "bfloat16"
    std::string queries;      ///< the tensor with W_Q of the first layer
    std::string keys;         ///< the tensor with W_K of the first layer; may be the same
    checkpoint::Packing packing = checkpoint::Packing::Separate;
    checkpoint::AttentionShape shape; ///< of the whole model
    int modelLayers = 0;              ///< layers of the model, those without attention included
    std::vector<int> layerNumbers;    ///< to be measured, as the model counts them
    std::vector<int> heads;           ///< to be measured
    int topk = 0;                     ///< directions per head, as they would be written
    int otherHeads = 0;               ///< N, likewise
    checkpoint::NormReport norms;
    std::string base;              ///< of an adapter, by name; else empty
    std::uint64_t weightBytes = 0; ///< of the files that hold the weights
    Needs needs;
    std::vector<std::string> notices; ///< as measure() would give them
};

/// Everything that measure() checks before its work begins, from headers alone and without writing: what it
/// would measure, or its error. `output` and `tensors` do not count. Looks for a stop between its steps, and
/// errs with Cancelled.
///
///     TRY_ASSIGN(const ModelSurvey survey, survey(options));
///     const double seconds = survey.needs.multiplications / multiplicationsPerSecond(threads);
[[nodiscard]] Result<ModelSurvey> survey(const MeasureOptions& options, const std::stop_token& stop = {});

/// How many multiplications of floats `threads` threads do in a second here and now, tried for a tenth of a
/// second on products of the size that a measurement makes. Errs where there is no BLAS.
[[nodiscard]] Result<double> multiplicationsPerSecond(int threads);

/// The same of a measurement that will have `threads` threads of a budget, or all of it where that is less.
/// Tried on those that are free now, at least one, and scaled up to the rest: a measurement outlasts the work
/// that holds them.
[[nodiscard]] Result<double> multiplicationsPerSecondOn(
    const ThreadBudget& budget, int threads,
    const std::function<Result<double>(int threads)>& tried = multiplicationsPerSecond);

} // namespace sextant::measure
